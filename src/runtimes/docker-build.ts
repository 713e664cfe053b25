import { join } from "node:path";
import type { BuildContext, BuildEvent, ImageBuild } from "../host/docker.ts";
import type { Files } from "../host/files.ts";
import { formatDuration, SECOND_MS } from "../lib/time.ts";
import { BUILD_CONTEXT, buildEnvironmentFile, dockerignoreFor, MOUNTED_ENVIRONMENT } from "../plans/build-context.ts";
import { dockerfileFor } from "../plans/dockerfile.ts";
import { dockerLabels } from "./docker-labels.ts";
import { folderInside, planFolder } from "./folders.ts";
import type { BuildRequest, LogSink } from "./runtime.ts";

/** Everything that the Engine needs to build an image from a request. */
export async function imageBuildFor(files: Files, request: BuildRequest): Promise<ImageBuild> {
  const { plan, labels, name, limits, signal, log } = request;
  const recipe = plan.dockerfile ? await ownDockerfile(files, request) : await madeDockerfile(files, request);
  return {
    ...recipe,
    tag: imageTag(name),
    labels: dockerLabels(labels, { name }),
    timeoutMs: limits.buildTimeoutMs,
    limits: limits.build,
    signal,
    onEvent: (event) => writeEvent(event, log),
  };
}

export const imageTag = (name: string) => `autostack/${name}`;

type Recipe = Pick<ImageBuild, "context" | "dockerfile" | "args" | "prelude">;

async function madeDockerfile(files: Files, { workspace, plan, variables }: BuildRequest): Promise<Recipe> {
  const folder = await planFolder(files, workspace, plan);
  const context: BuildContext = {
    folder,
    prefix: BUILD_CONTEXT.source,
    files: {
      [BUILD_CONTEXT.dockerfile]: dockerfileFor(plan),
      [BUILD_CONTEXT.environment]: buildEnvironmentFile(variables),
    },
    ignore: dockerignoreFor(),
  };
  return { context, dockerfile: BUILD_CONTEXT.dockerfile, args: {}, prelude: `. ${MOUNTED_ENVIRONMENT} && ` };
}

/** The project's own Dockerfile sees its folder as `docker build` would send it. */
async function ownDockerfile(files: Files, { workspace, plan, variables, log }: BuildRequest): Promise<Recipe> {
  const folder = await planFolder(files, workspace, plan);
  const dockerfile = plan.dockerfile ?? "Dockerfile";
  await folderInside(files, folder, join(dockerfile, ".."), "dockerfile");
  const declared = declaredArgs(await files.readText(join(folder, dockerfile)));
  const args = Object.fromEntries(Object.entries(variables).filter(([name]) => declared.has(name)));
  const passed = Object.keys(args);
  if (passed.length > 0) {
    log(
      "out",
      `Passing ${passed.join(", ")} to the Dockerfile, which declares them with ARG. Images keep such values.`,
    );
  }
  return {
    context: { folder, prefix: "", files: {}, ignore: await readIgnored(files, folder) },
    dockerfile,
    args,
    prelude: "",
  };
}

async function readIgnored(files: Files, folder: string): Promise<string | null> {
  const path = join(folder, ".dockerignore");
  return (await files.stat(path))?.isFile() ? files.readText(path) : null;
}

/** The names that a Dockerfile takes with `ARG`. */
export function declaredArgs(dockerfile: string): Set<string> {
  const lines = dockerfile.replaceAll(/\\\r?\n/g, " ").split("\n");
  return new Set(
    lines.flatMap((line) => {
      const [, declared] = /^\s*ARG\s+(.+)$/i.exec(line) ?? [];
      return declared?.match(/(?<=^|\s)[A-Za-z_]\w*(?==|\s|$)/g) ?? [];
    }),
  );
}

/** `[build 3/5] RUN npm ci` → `[build 3/5]`: its name stands in the log already. */
const shortName = (name: string) => /^\[[^\]]+\]/.exec(name)?.[0] ?? name;

/** One event as a person reads it in the log. */
export function writeEvent(event: BuildEvent, log: LogSink): void {
  switch (event.kind) {
    case "step":
      log("out", event.name);
      break;
    case "line":
      log(event.stream, event.text);
      break;
    case "done":
      if (event.cached) log("out", `${shortName(event.name)} cached`);
      else if (event.durationMs >= SECOND_MS)
        log("out", `${shortName(event.name)} done in ${formatDuration(event.durationMs)}`);
      break;
    case "failed":
      log("err", `${event.name}: ${event.problem}`);
  }
}
