import type { AppPlan } from "../plan.ts";
import { stepsFor, toolFolders } from "../script.ts";
import { comments, type Generator, givenBy, MADE, oneFile, wantedBy, whyOnlyContained } from "./generator.ts";
import { managerPackages } from "./replit-nix.ts";

export const NIX_CHANNEL = "stable-24_11";

/** Runs and publishes the project on Replit. Its own variables and secrets are set there. */
export const replit: Generator = {
  title: ".replit",
  about: "Runs the project in Replit's editor and publishes it from there.",
  generate({ plan }) {
    const why = plan.kind === "static" ? null : whyOnlyContained(plan);
    if (why) return why;
    const secrets = wantedBy(plan).map(({ name }) => name);
    const blocks = [
      comments(MADE),
      ...(secrets.length > 0 ? [`# Set in Replit's Secrets: ${secrets.join(", ")}\n`] : []),
      plan.start === null ? "" : `run = ${list(startLine(plan, plan.start))}\n`,
      `\n[nix]\nchannel = ${text(NIX_CHANNEL)}\n`,
      `\n[deployment]\n${deployment(plan).join("\n")}\n`,
      environment(plan),
      ...(plan.kind === "server" && plan.port !== null
        ? [`\n[[ports]]\nlocalPort = ${plan.port}\nexternalPort = 80\n`]
        : []),
    ];
    return oneFile(".replit", blocks.join("").trimStart());
  },
};

/** A basic string of TOML: as in JSON, but DEL needs its escape too and there are no halves of characters. */
const text = (value: string) => JSON.stringify(value.toWellFormed()).replaceAll("\x7f", "\\u007f");
const list = (words: readonly string[]) => `[${words.map(text).join(", ")}]`;
const shell = (line: string) => ["sh", "-c", line];

/** Programs that Replit has itself, or that bring the path of the others. */
const FOUND = /^(?:npm|npx|pnpm|yarn|bun|node|deno|\.\/)/;

/** With the project's own programs on the path, where the line needs them. */
function startLine(plan: AppPlan, line: string): string[] {
  return shell(FOUND.test(line) ? line : withTools(plan, line));
}

function withTools(plan: AppPlan, line: string): string {
  const folders = toolFolders(plan).filter((folder) => /^[\w./-]+$/.test(folder));
  return folders.length === 0
    ? line
    : `export PATH="${folders.map((folder) => `$PWD/${folder}:`).join("")}$PATH" && ${line}`;
}

function deployment(plan: AppPlan): string[] {
  // A package manager comes from replit.nix.
  const steps = stepsFor(plan).filter(({ name }) => name !== "prepare" || managerPackages(plan).length === 0);
  // Each in a shell of its own, so that a `cd` of one is not the next one's.
  const line = steps.map(({ command }) => (steps.length === 1 ? command : `(${command})`)).join(" && ");
  const build = steps.length > 0 ? [`build = ${list(shell(withTools(plan, line)))}`] : [];
  if (plan.kind === "static") {
    return ['deploymentTarget = "static"', ...build, `publicDir = ${text(plan.output ?? ".")}`];
  }
  const target = plan.kind === "worker" ? "gce" : "cloudrun";
  return [`deploymentTarget = ${text(target)}`, ...build, `run = ${list(startLine(plan, plan.start ?? ""))}`];
}

function environment(plan: AppPlan): string {
  const listening = plan.port === null || plan.kind === "static" ? {} : { PORT: String(plan.port) };
  const all = Object.entries({ ...listening, ...givenBy(plan) });
  if (all.length === 0) return "";
  return `\n[env]\n${all.map(([name, value]) => `${name} = ${text(value)}\n`).join("")}`;
}
