import { posix } from "node:path";
import { BUILD_CONTEXT, MOUNTED_ENVIRONMENT } from "./build-context.ts";
import type { AppPlan } from "./plan.ts";
import { toolFolders } from "./script.ts";
import { execLine } from "./shell-line.ts";

// Written for the frontend that the oldest supported engine carries (BuildKit's 1.2): cache and bind mounts, but no
// heredocs and no `COPY --link`. Never a `# syntax=` line: it would fetch and run another frontend.

const IMAGES: Record<string, (version: string) => string> = {
  node: (version) => `node:${version}-slim`,
  bun: (version) => `oven/bun:${version}-slim`,
  python: (version) => `python:${version}-slim`,
};

/** Where each package manager keeps what it downloaded. */
const CACHES: Record<string, string> = {
  npm: "/root/.npm",
  pnpm: "/root/.local/share/pnpm/store",
  yarn: "/usr/local/share/.cache/yarn",
  bun: "/root/.bun/install/cache",
  pip: "/root/.cache/pip",
  uv: "/root/.cache/uv",
};

/** The package manager that fetches the others. */
const FETCHERS: Record<string, string> = { node: "npm", bun: "bun", python: "pip" };

const DEFAULT_IMAGE = "debian:12-slim";
const USER_ID = 10001;

/** The image that a plan is built on and runs on; a static app without commands is never run on it. */
export function baseImage({ runtime }: AppPlan): string {
  return IMAGES[runtime.name]?.(runtime.version) ?? DEFAULT_IMAGE;
}

/** Words as a JSON list, which Docker reads without a shell and whatever they hold. */
const execForm = (...words: string[]) => JSON.stringify(words);

const inSource = (path: string) => (path === "." ? `${BUILD_CONTEXT.source}/` : `${BUILD_CONTEXT.source}/${path}`);

function environment(plan: AppPlan, settings: readonly string[]): string[] {
  const folders = toolFolders(plan).map((folder) => `/app/${folder}`);
  const all = folders.length > 0 ? [...settings, `PATH=${folders.join(":")}:$PATH`] : settings;
  return all.length > 0 ? [`ENV ${all.join(" ")}`] : [];
}

function cacheMount(manager: string | null | undefined): string {
  const folder = CACHES[manager ?? ""];
  return folder ? `--mount=type=cache,target=${folder} ` : "";
}

/** A step that runs one of the plan's lines, with the build-time variables in its environment and nowhere else. */
function run(plan: AppPlan, line: string | null): string[] {
  if (!line) return [];
  const mounts = `${cacheMount(plan.packageManager)}--mount=type=bind,source=.autostack,target=/run/autostack`;
  return [`RUN ${mounts} . ${MOUNTED_ENVIRONMENT} && ${line}`];
}

function prepare({ prepare: line, runtime }: AppPlan): string[] {
  return line ? [`RUN ${cacheMount(FETCHERS[runtime.name])}${line}`] : [];
}

/** Manifests first: as long as none of them changes, the installed dependencies are taken from the cache. */
function install(plan: AppPlan): string[] {
  const source = `COPY ${inSource(".")} ./`;
  if (plan.manifests.length === 0) return [source, ...run(plan, plan.install)];
  const folders = Object.entries(Object.groupBy(plan.manifests, (file) => posix.dirname(file)));
  const manifests = folders.map(([folder, files = []]) =>
    execForm(...files.map(inSource), folder === "." ? "./" : `./${folder}/`),
  );
  return [...manifests.map((words) => `COPY ${words}`), ...run(plan, plan.install), source];
}

const BUILD_SETTINGS: Record<string, readonly string[]> = {
  yarn: ["YARN_CACHE_FOLDER=/usr/local/share/.cache/yarn"],
  pnpm: ["npm_config_store_dir=/root/.local/share/pnpm/store"],
  uv: ["UV_LINK_MODE=copy", "UV_PYTHON_DOWNLOADS=never"],
};

function buildStage(plan: AppPlan): string[] {
  return [
    `FROM ${baseImage(plan)} AS build`,
    "WORKDIR /app",
    ...environment(plan, BUILD_SETTINGS[plan.packageManager ?? ""] ?? []),
    ...prepare(plan),
    ...install(plan),
    ...run(plan, plan.hooks.beforeBuild),
    ...run(plan, plan.build),
    ...run(plan, plan.hooks.afterBuild),
  ];
}

const RUN_SETTINGS: Record<string, readonly string[]> = {
  node: ["NODE_ENV=production"],
  bun: ["NODE_ENV=production"],
  python: ["PYTHONUNBUFFERED=1", "PYTHONDONTWRITEBYTECODE=1"],
};

const hasCommands = (plan: AppPlan) =>
  [plan.prepare, plan.install, plan.build, plan.hooks.beforeBuild, plan.hooks.afterBuild].some(Boolean);

const ADD_USER = `RUN groupadd --gid ${USER_ID} app \\
 && useradd --uid ${USER_ID} --gid app --create-home app \\
 && install -d -o app -g app /app`;

function finalStage(plan: AppPlan): string[] {
  const files = hasCommands(plan) ? "--from=build --chown=app:app /app" : `--chown=app:app ${inSource(".")}`;
  return [
    `FROM ${baseImage(plan)}`,
    ADD_USER,
    "WORKDIR /app",
    ...environment(plan, RUN_SETTINGS[plan.runtime.name] ?? []),
    `COPY ${files} ./`,
    // By number, so that an engine that refuses root can see that this is not root.
    `USER ${USER_ID}:${USER_ID}`,
    ...(plan.port === null ? [] : [`EXPOSE ${plan.port}`]),
    ...(plan.start ? [`CMD ${execForm("sh", "-c", execLine(plan.start))}`] : []),
  ];
}

/** An image without a system: nothing but the files, under `/site`. */
function siteStage(plan: AppPlan): string[] {
  const built = hasCommands(plan);
  const folder = plan.output === null || plan.output === "." ? "" : `${plan.output}/`;
  const from = built ? `/app/${folder}` : `${BUILD_CONTEXT.source}/${folder}`;
  return ["FROM scratch AS site", `COPY ${built ? "--from=build " : ""}${execForm(from, "/site/")}`];
}

/** The Dockerfile for a plan without one of its own. Its context is laid out as BUILD_CONTEXT says. */
export function dockerfileFor(plan: AppPlan): string {
  const stages = hasCommands(plan) ? [buildStage(plan)] : [];
  stages.push(plan.kind === "static" ? siteStage(plan) : finalStage(plan));
  return `${stages.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
