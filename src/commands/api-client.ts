import type { Deployment, LogLine, StageRun } from "../deployments/deployment.ts";
import type { ProvedCauses } from "../deployments/diagnosis.ts";
import { AppError } from "../lib/errors.ts";
import type { Project } from "../projects/project.ts";
import type { Io } from "./command.ts";
import { unreachable, wrongUsage } from "./exit.ts";

export type ProjectAnswer = {
  project: Project;
  url: string | null;
  live: Deployment | null;
  latest: Deployment | null;
};
/** `url`: where it answers, while traffic goes to it. */
export type DeploymentAnswer = {
  deployment: Deployment;
  stages: StageRun[];
  url: string | null;
  /** Why it failed; an older server does not say. */
  diagnosis?: ProvedCauses | null;
};
/** `environment` is its name here. */
export type ListedDeployment = Deployment & { canRollBack: boolean };
export type ServiceLine = { at: number; stream: "out" | "err"; text: string; service: string; number: number };
export type { Deployment, LogLine };

/** The flags of every command that talks to a server. */
export const SERVER_FLAGS = { server: { type: "string" }, token: { type: "string" } } as const;

export const SERVER_FLAGS_HELP = `  --server <url>    the server (AUTOSTACK_SERVER, or http://localhost:8080)
  --token <token>   a personal token from its page Settings → Tokens. Better kept in
                    AUTOSTACK_TOKEN: other users of this machine can see command lines`;

type Body = string | AsyncIterable<Uint8Array>;

/** AutoStack's API as the CLI speaks it. What the server refuses arrives as the `AppError` that it sent. */
export class ApiClient {
  readonly server: string;
  readonly #token: string;
  readonly #io: Io;

  constructor(io: Io, flags: { server?: string | undefined; token?: string | undefined }) {
    this.server = checkServer(flags.server ?? (io.env.AUTOSTACK_SERVER || "http://localhost:8080"));
    this.#token = checkToken(flags.token ?? io.env.AUTOSTACK_TOKEN ?? "");
    this.#io = io;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.#json("GET", path);
  }

  post<Answer>(path: string, body: object = {}): Promise<Answer> {
    return this.#json("POST", path, JSON.stringify(body), { "content-type": "application/json" });
  }

  put<Answer>(path: string, body: AsyncIterable<Uint8Array>): Promise<Answer> {
    return this.#json("PUT", path, body, { "content-type": "application/octet-stream" });
  }

  /** Opens a stream of events after the one with the id `lastId`. */
  async events(path: string, lastId: string | null): Promise<AsyncIterable<Uint8Array>> {
    const resume: Record<string, string> = lastId === null ? {} : { "last-event-id": lastId };
    const response = await this.#send("GET", path, undefined, { accept: "text/event-stream", ...resume });
    if (!response.body) throw notAutoStack(this.server, response);
    return response.body;
  }

  async #json<Answer>(method: string, path: string, body?: Body, headers: Record<string, string> = {}) {
    const response = await this.#send(method, path, body, { accept: "application/json", ...headers });
    const answer = await response.json().catch((cause: unknown) => {
      throw notAutoStack(this.server, response, cause);
    });
    return answer as Answer;
  }

  async #send(method: string, path: string, body: Body | undefined, headers: Record<string, string>) {
    const response = await this.#fetch(`${this.server}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, ...headers },
      ...(body !== undefined && { body: body as NonNullable<RequestInit["body"]> }),
      // A redirect would send the token, and the upload's rest, somewhere else.
      redirect: "manual",
      signal: this.#io.signal,
    });
    if (response.ok) return response;
    throw await refusal(this.server, response);
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    const send = this.#io.fetch ?? fetch;
    try {
      return await send(url, init);
    } catch (cause) {
      this.#io.signal.throwIfAborted();
      if (cause instanceof AppError) throw cause;
      throw notReached(this.server, cause);
    }
  }
}

/** A path of the API; what stands between the slashes may come from a user. */
export function apiPath(parts: TemplateStringsArray, ...values: (string | number)[]): string {
  return String.raw({ raw: parts }, ...values.map((value) => encodeURIComponent(value)));
}

async function refusal(server: string, response: Response): Promise<AppError> {
  const to = response.headers.get("location");
  if (response.status < 400 && to !== null) {
    return unreachable(`${server} sends requests on to ${to}.`, "Name that address with --server or AUTOSTACK_SERVER.");
  }
  const { error } = (await response.json().catch(() => ({}))) as { error?: Partial<AppError> };
  if (typeof error?.summary !== "string") return notAutoStack(server, response);
  const { code = "refused", summary, hint, field } = error;
  return new AppError({ code, status: response.status, summary, ...(hint && { hint }), ...(field && { field }) });
}

function notReached(server: string, cause: unknown): AppError {
  const isRefused = cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
  const reason = cause instanceof Error ? cause.message : String(cause);
  return unreachable(
    isRefused ? `No AutoStack answers at ${server}.` : `The connection to ${server} failed: ${reason}`,
    "Is it running there? Name another one with --server or AUTOSTACK_SERVER.",
    cause,
  );
}

function notAutoStack(server: string, { status }: Response, cause?: unknown): AppError {
  const summary = `${server} answered with status ${status}, but not as AutoStack does.`;
  return unreachable(summary, "Check the address in --server or AUTOSTACK_SERVER.", cause);
}

function checkServer(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === "http:" || url?.protocol === "https:") return url.origin;
  throw wrongUsage(`"${text}" is not a server's URL.`, "Write it as https://deploy.example.com.");
}

function checkToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new AppError({
    code: "no_token",
    status: 401,
    summary: token === "" ? "You are not signed in: there is no token." : "AUTOSTACK_TOKEN is not a token.",
    hint: "Make one on the server's page Settings → Tokens and put it into AUTOSTACK_TOKEN.",
  });
}
