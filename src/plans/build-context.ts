import type { AppPlan } from "./plan.ts";
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

/** Where a generated Dockerfile finds the project's files, and how its steps get the build-time variables. */
export type Layout = {
  /** The folder of the context that holds the project; `.` for the context itself. */
  source: string;
  /** A `--mount` with a space behind it. */
  mount: string;
  /** What stands before each command. */
  prelude: string;
  /** What stands behind each mount, so that lines stay short enough to read. */
  fold: string;
  /** Whether nothing but the image itself tells its program where to listen. */
  standsAlone: boolean;
  /** A folder that is the program's own, for a volume to be mounted to. */
  dataFolder: string | null;
};

/** As BUILD_CONTEXT says. */
export const AUTOSTACK_LAYOUT: Layout = {
  source: BUILD_CONTEXT.source,
  mount: "--mount=type=bind,source=.autostack,target=/run/autostack ",
  prelude: `. ${MOUNTED_ENVIRONMENT} && `,
  fold: "",
  standsAlone: false,
  dataFolder: null,
};

/** The file of `export` lines that a build by hand is given its variables with; no image holds it. */
export const PLAIN_ENVIRONMENT = "build-env.sh";

/**
 * For `docker build` by hand in the project's own folder:
 * `docker build --secret id=build-env,src=build-env.sh .`, or without the secret where no step needs one.
 */
export const PLAIN_LAYOUT: Layout = {
  source: ".",
  mount: "--mount=type=secret,id=build-env ",
  prelude: "if [ -f /run/secrets/build-env ]; then . /run/secrets/build-env; fi \\\n && ",
  fold: "\\\n    ",
  standsAlone: true,
  dataFolder: null,
};

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
  "**/.pytest_cache",
  "**/.mypy_cache",
  "**/.next",
  "**/.nuxt",
  "**/.svelte-kit",
  "**/.turbo",
  "**/.gradle",
  "**/.cache",
  "**/.DS_Store",
  "**/*.log",
  "**/.env",
  "**/.env.local",
  "**/.env.*.local",
];

/**
 * What a language's tools fill wherever a part of the project stands. Code may stand in a folder that is called `target`
 * as well, `src/target/mod.rs`, so what Cargo writes is named more closely.
 */
const OF_RUNTIME = new Map([
  ["rust", ["debug", "release"].flatMap((profile) => [`**/target/${profile}`, `**/target/*/${profile}`])],
]);

/** Files that no build needs or may see, in patterns that mean the same to Docker and to git. */
export function dockerignoreFor({ caches, runtime }: Pick<AppPlan, "caches" | "runtime">): string {
  const filled = OF_RUNTIME.get(runtime.name) ?? [];
  return `${[...NEVER_COPIED, ...filled, ...caches.map((folder) => `/${folder}`)].join("\n")}\n`;
}
