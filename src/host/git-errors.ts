import { AppError } from "../lib/errors.ts";
import { diskFull } from "./disk-full.ts";
import { splitCredential } from "./git-environment.ts";

type Request = { url: string; branch?: string | null; credential?: string | null };
type Problem = { code: string; field: string; summary: string; hint: string };

const CHECK_ADDRESS = "Check its address, and that the server is up.";

const PROBLEMS: { says: RegExp; problem: (request: Request, host: string) => Problem }[] = [
  {
    says: /Remote branch .+ not found|couldn't find remote ref/i,
    problem: ({ branch }) => ({
      code: "branch_not_found",
      field: "branch",
      summary: `The repository has no branch or tag “${branch ?? "HEAD"}”.`,
      hint: "Choose one that exists, or leave the field empty for the default branch.",
    }),
  },
  {
    says: /terminal prompts disabled|Authentication failed|could not read (Username|Password)|error: 40[13]|Permission denied/i,
    problem: ({ credential }) => ({
      code: "repository_needs_access",
      field: credential ? "token" : "url",
      summary: credential
        ? "The server did not accept the access token."
        : "The repository is private, or it does not exist.",
      hint: "Check the URL, and give an access token that may read this repository.",
    }),
  },
  {
    says: /Host key verification failed/i,
    problem: (_, host) => ({
      code: "host_key_changed",
      field: "url",
      summary: `The ssh key of ${host} is not the one that was seen before.`,
      hint: "If that is expected, remove the old key from the server's known_hosts file.",
    }),
  },
  {
    says: /Operation too slow|timed? ?out/i,
    problem: (_, host) => ({
      code: "git_timeout",
      field: "url",
      summary: `${host} answered too slowly.`,
      hint: `${CHECK_ADDRESS} Then try again.`,
    }),
  },
  {
    says: /Could not resolve host|Failed to connect|Couldn't connect|unable to connect|Connection refused|unreachable|Connection reset/i,
    problem: (_, host) => ({
      code: "git_unreachable",
      field: "url",
      summary: `${host} could not be reached.`,
      hint: CHECK_ADDRESS,
    }),
  },
  {
    says: /certificate/i,
    problem: (_, host) => ({
      code: "git_certificate",
      field: "url",
      summary: `The certificate of ${host} is not valid.`,
      hint: "Mend it, or let this machine trust the authority that signed it.",
    }),
  },
  {
    says: /transport '.*' not allowed/i,
    problem: () => ({
      code: "git_protocol",
      field: "url",
      summary: "This kind of Git URL is not allowed.",
      hint: "Use an https:// or an ssh:// URL.",
    }),
  },
  {
    says: /not found|not exported|does not exist|does not appear to be a git repository|error: 404/i,
    problem: (_, host) => ({
      code: "repository_not_found",
      field: "url",
      summary: `${host} has no such repository.`,
      hint: "Check the URL. If the repository is private, give an access token.",
    }),
  },
];

/** Translates what git wrote to its error stream. */
export function gitProblem(output: string, request: Request): AppError {
  const said = maskCredential(output, request.credential);
  const host = hostOf(request.url);
  if (/No space left on device/i.test(said)) return diskFull(new Error(said));
  const known = PROBLEMS.find(({ says }) => says.test(said));
  const problem = known?.problem(request, host) ?? {
    code: "git_failed",
    field: "url",
    summary: `Git could not read the repository: ${lastLine(said)}`,
    hint: CHECK_ADDRESS,
  };
  return new AppError({ status: 422, ...problem }, { cause: new Error(said) });
}

export const tookTooLong = (cause: unknown) =>
  new AppError(
    {
      code: "git_timeout",
      status: 422,
      field: "url",
      summary: "The repository did not come in time.",
      hint: "Try again. If it is very large, remove what a deployment does not need.",
    },
    { cause },
  );

function maskCredential(text: string, credential: string | null | undefined): string {
  const masked = text.replace(/\/\/[^/@\s]+@/g, "//•••@");
  if (!credential) return masked;
  return [credential, splitCredential(credential).secret]
    .filter((secret) => secret !== "")
    .reduce((rest, secret) => rest.replaceAll(secret, "•••"), masked);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "The server";
}

function lastLine(text: string): string {
  const line = text.trim().split("\n").pop() ?? "";
  return line.replace(/^(fatal|error): /, "").slice(0, 300);
}
