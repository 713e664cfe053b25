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
const CACHES: Record<string, readonly string[]> = {
  npm: ["/root/.npm"],
  pnpm: ["/root/.npm", "/root/.local/share/pnpm/store"],
  yarn: ["/root/.npm", "/usr/local/share/.cache/yarn", "/root/.yarn/berry/cache"],
  bun: ["/root/.npm", "/root/.bun/install/cache"],
  pip: ["/root/.cache/pip"],
  uv: ["/root/.cache/pip", "/root/.cache/uv"],
};

const DEFAULT_IMAGE = "debian:12-slim";
const USER_ID = 10001;

/** The image that a plan is built on and runs on; a static app without commands is never run on it. */
export function baseImage({ runtime }: AppPlan): string {
  return IMAGES[runtime.name]?.(runtime.version) ?? DEFAULT_IMAGE;
}

/** Words as a JSON list, which Docker reads without a shell and whatever they hold. */
const execForm = (...words: string[]) => JSON.stringify(words);

const inSource = (path: string) => (path === "." ? `${BUILD_CONTEXT.source}/` : `${BUILD_CONTEXT.source}/${path}`);

function searchPath(plan: AppPlan): string[] {
  const folders = toolFolders(plan).map((folder) => `/app/${folder}`);
  return folders.length > 0 ? [`ENV PATH=${folders.join(":")}:$PATH`] : [];
}

const cacheMounts = ({ packageManager }: AppPlan) =>
  (CACHES[packageManager ?? ""] ?? []).map((folder) => `--mount=type=cache,target=${folder},sharing=locked`);

/** A step that runs one of the plan's lines, with the build-time variables in its environment and nowhere else. */
function run(plan: AppPlan, line: string | null): string[] {
  if (!line) return [];
  const mounts = [...cacheMounts(plan), "--mount=type=bind,source=.autostack,target=/run/autostack"];
  return [`RUN ${mounts.join(" ")} . ${MOUNTED_ENVIRONMENT} && ${line}`];
}

function prepare(plan: AppPlan): string[] {
  return plan.prepare ? [`RUN ${cacheMounts(plan).join(" ")} ${plan.prepare}`.replace(/ {2,}/, " ")] : [];
}

/** Manifests first: as long as none of them changes, the installed dependencies are taken from the cache. */
function install(plan: AppPlan): string[] {
  const source = `COPY ${inSource(".")} ./`;
  if (plan.manifests.length === 0) return [source, ...run(plan, plan.install)];
  const manifests = execForm(...plan.manifests.map(inSource), "./");
  return [`COPY ${manifests}`, ...run(plan, plan.install), source];
}

function buildStage(plan: AppPlan): string[] {
  return [
    `FROM ${baseImage(plan)} AS build`,
    "WORKDIR /app",
    ...searchPath(plan),
    ...prepare(plan),
    ...install(plan),
    ...run(plan, plan.hooks.beforeBuild),
    ...run(plan, plan.build),
    ...run(plan, plan.hooks.afterBuild),
  ];
}

const RUN_ENVIRONMENT: Record<string, string> = {
  node: "NODE_ENV=production",
  bun: "NODE_ENV=production",
  python: "PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1",
};

function finalStage(plan: AppPlan): string[] {
  const environment = RUN_ENVIRONMENT[plan.runtime.name];
  return [
    `FROM ${baseImage(plan)}`,
    `RUN groupadd --gid ${USER_ID} app && useradd --uid ${USER_ID} --gid app --create-home app && install -d -o app -g app /app`,
    "WORKDIR /app",
    ...(environment ? [`ENV ${environment}`] : []),
    ...searchPath(plan),
    "COPY --from=build --chown=app:app /app ./",
    // By number, so that an engine that refuses root can see that this is not root.
    `USER ${USER_ID}:${USER_ID}`,
    ...(plan.port === null ? [] : [`EXPOSE ${plan.port}`]),
    ...(plan.start ? [`CMD ${execForm("sh", "-c", execLine(plan.start))}`] : []),
  ];
}

const hasCommands = ({ prepare, install, build, hooks }: AppPlan) =>
  [prepare, install, build, hooks.beforeBuild, hooks.afterBuild].some(Boolean);

/** An image without a system: nothing but the files, under `/site`. */
function siteStage(plan: AppPlan): string[] {
  const built = hasCommands(plan);
  const folder = plan.output === null || plan.output === "." ? "" : `${plan.output}/`;
  const from = built ? `/app/${folder}` : `${BUILD_CONTEXT.source}/${folder}`;
  return ["FROM scratch AS site", `COPY ${built ? "--from=build " : ""}${execForm(from, "/site/")}`];
}

/** The Dockerfile for a plan without one of its own. Its context is laid out as BUILD_CONTEXT says. */
export function dockerfileFor(plan: AppPlan): string {
  const stages = hasCommands(plan) || plan.kind !== "static" ? [buildStage(plan)] : [];
  stages.push(plan.kind === "static" ? siteStage(plan) : finalStage(plan));
  return `${stages.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}
