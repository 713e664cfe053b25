import { shellQuote } from "./shell-line.ts";

/**
 * What the build of a generated Dockerfile is given:
 *
 *     Dockerfile                 dockerfileFor(plan)
 *     .autostack/build-env.sh    buildEnvironmentFile(variables): there even when it is empty
 *     source/…                   the files of the plan's folder, without those that dockerignoreFor() names
 *
 * Only `source/` is ever copied into a layer. `.autostack/` is bind-mounted into the steps that run the project's
 * commands, so build-time variables are seen by these commands and stand in no image and no build argument.
 *
 * A project with a Dockerfile of its own (`plan.dockerfile`) is built as it is: its folder is the context.
 */
export const BUILD_CONTEXT = {
  dockerfile: "Dockerfile",
  environment: ".autostack/build-env.sh",
  source: "source",
} as const;

/** Where the steps find the file of variables. */
export const MOUNTED_ENVIRONMENT = "/run/autostack/build-env.sh";

/** A file that a shell reads with `.`, and which exports exactly these variables. */
export function buildEnvironmentFile(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${shellQuote(value)}\n`)
    .join("");
}

const NEVER_COPIED = [
  ".git",
  "**/.git",
  "**/node_modules",
  "**/.venv",
  "**/venv",
  "**/__pycache__",
  "**/.next",
  "**/.cache",
  "**/.DS_Store",
  "**/*.log",
  "**/.env",
  "**/.env.local",
  "**/.env.*.local",
];

/** Files that no build needs or may see, in patterns that mean the same to Docker and to git. */
export function dockerignoreFor(): string {
  return `${NEVER_COPIED.join("\n")}\n`;
}
