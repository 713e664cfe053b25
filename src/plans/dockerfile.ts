import { posix } from "node:path";
import { BUILD_CONTEXT, MOUNTED_ENVIRONMENT } from "./build-context.ts";
import type { AppPlan } from "./plan.ts";
import { toolFolders } from "./script.ts";
import { execLine } from "./shell-line.ts";
import { managerOf, toolchainOf } from "./toolchains.ts";

// Written for the frontend that the oldest supported engine carries (BuildKit's 1.2): cache and bind mounts, but no
// heredocs and no `COPY --link`. Never a `# syntax=` line: it would fetch and run another frontend.

const USER_ID = 10001;

/** Words as a JSON list, which Docker reads without a shell and whatever they hold. */
const execForm = (...words: string[]) => JSON.stringify(words);

const inSource = (path: string) => (path === "." ? `${BUILD_CONTEXT.source}/` : `${BUILD_CONTEXT.source}/${path}`);

function environment(plan: AppPlan, settings: readonly string[]): string[] {
  const folders = toolFolders(plan).map((folder) => `/app/${folder}`);
  const all = folders.length > 0 ? [...settings, `PATH=${folders.join(":")}:$PATH`] : settings;
  return all.length > 0 ? [`ENV ${all.join(" ")}`] : [];
}

function cacheMounts(manager: string | null): string {
  return managerOf(manager)
    .downloads.map((folder) => `--mount=type=cache,target=${folder} `)
    .join("");
}

/** A step that runs one of the plan's lines, with the build-time variables in its environment and nowhere else. */
function run(plan: AppPlan, line: string | null): string[] {
  if (!line) return [];
  const mounts = `${cacheMounts(plan.packageManager)}--mount=type=bind,source=.autostack,target=/run/autostack`;
  return [`RUN ${mounts} . ${MOUNTED_ENVIRONMENT} && ${line}`];
}

function prepare({ prepare: line, runtime }: AppPlan): string[] {
  return line ? [`RUN ${cacheMounts(toolchainOf(runtime.name).fetcher)}${line}`] : [];
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

function buildStage(plan: AppPlan): string[] {
  return [
    `FROM ${toolchainOf(plan.runtime.name).buildImage(plan.runtime.version)} AS build`,
    "WORKDIR /app",
    ...environment(plan, managerOf(plan.packageManager).settings),
    ...prepare(plan),
    ...install(plan),
    ...run(plan, plan.hooks.beforeBuild),
    ...run(plan, plan.build),
    ...run(plan, plan.hooks.afterBuild),
    ...run(plan, plan.prune),
  ];
}

const hasCommands = (plan: AppPlan) =>
  [plan.prepare, plan.install, plan.build, plan.hooks.beforeBuild, plan.hooks.afterBuild].some(Boolean);

const ADD_USER = `RUN groupadd --gid ${USER_ID} app \\
 && useradd --uid ${USER_ID} --gid app --create-home app \\
 && install -d -o app -g app /app`;

function finalStage(plan: AppPlan): string[] {
  const files = hasCommands(plan) ? "--from=build --chown=app:app /app" : `--chown=app:app ${inSource(".")}`;
  return [
    `FROM ${toolchainOf(plan.runtime.name).runImage(plan.runtime.version)}`,
    ADD_USER,
    "WORKDIR /app",
    ...environment(plan, toolchainOf(plan.runtime.name).runSettings),
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
