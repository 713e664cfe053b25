import { join, posix } from "node:path";
import type { BuildContext, BuildEvent, ImageBuild } from "../host/docker.ts";
import type { Files } from "../host/files.ts";
import type { Host } from "../host/host.ts";
import { formatDuration, SECOND_MS } from "../lib/time.ts";
import { BUILD_CONTEXT, buildEnvironmentFile, dockerignoreFor, MOUNTED_ENVIRONMENT } from "../plans/build-context.ts";
import { dockerfileText } from "../plans/docker/captain-lines.ts";
import { dockerfileFor } from "../plans/dockerfile.ts";
import type { AppPlan } from "../plans/plan.ts";
import { baseInStep, localBases, pinned } from "./docker-bases.ts";
import { dockerLabels } from "./docker-labels.ts";
import { tellingSilence } from "./docker-silence.ts";
import { isOfSecrets, mountSecrets, type Secrets, withSecretImage } from "./dockerfile-secrets.ts";
import { folderInside, planFolder } from "./folders.ts";
import type { BaseImages, BuildRequest, LogSink } from "./runtime.ts";

/** The recipe of a plan's image. With the digests of its base images, as it was built. */
export function imageRecipe(plan: AppPlan, project: string, bases: BaseImages = {}): string {
  if (!plan.dockerfile) return pinned(dockerfileFor(plan, { cacheScope: project }), bases);
  const stoodOn = Object.entries(bases).map(([name, digest]) => `#   ${name}@${digest}\n`);
  const to = plan.target === null ? "" : `, to its stage ${plan.target}`;
  return [`# The project's own ${plan.dockerfile} is built${to}.\n`, ...stoodOn].join("");
}

/** Builds a request's image; tells its id and what it stands on. */
export async function buildFromPlan(
  host: Pick<Host, "docker" | "files" | "sleep">,
  request: BuildRequest,
): Promise<{ image: string; bases: BaseImages }> {
  const { docker, files } = host;
  const { secrets, ...build } = await imageBuildFor(files, request);
  const resolved: BaseImages = {};
  const image = await tellingSilence(host, request, (onBegin) => {
    const onEvent = (event: BuildEvent) => {
      onBegin();
      if (event.kind === "step" && !isOfSecrets(event.name)) Object.assign(resolved, baseInStep(event.name));
      build.onEvent(event);
    };
    return withSecretImage(docker, build, secrets, () => docker.build({ ...build, onEvent }));
  });
  return { image, bases: await localBases(docker, imageRecipe(request.plan, request.labels.project), resolved) };
}

/** Everything that the Engine needs to build an image from a request, and the secrets that must be there meanwhile. */
export async function imageBuildFor(
  files: Files,
  request: BuildRequest,
): Promise<ImageBuild & { secrets: Secrets | null }> {
  const { plan, labels, name, limits, signal, log } = request;
  const recipe = plan.dockerfile ? await ownDockerfile(files, request) : await madeDockerfile(files, request);
  return {
    ...recipe,
    target: plan.dockerfile ? plan.target : null,
    tag: imageTag(name),
    labels: dockerLabels(labels, { name }),
    timeoutMs: limits.buildTimeoutMs,
    limits: limits.build,
    signal,
    onEvent: (event) => writeEvent(event, log),
  };
}

export const imageTag = (name: string) => `autostack/${name}`;

type Recipe = Pick<ImageBuild, "context" | "dockerfile" | "args" | "prelude"> & { secrets: Secrets | null };

async function madeDockerfile(files: Files, { workspace, plan, variables, labels }: BuildRequest): Promise<Recipe> {
  const folder = await planFolder(files, workspace, plan);
  const context: BuildContext = {
    folder,
    prefix: BUILD_CONTEXT.source,
    files: {
      [BUILD_CONTEXT.dockerfile]: dockerfileFor(plan, { cacheScope: labels.project }),
      [BUILD_CONTEXT.environment]: buildEnvironmentFile(variables),
    },
    ignore: dockerignoreFor(plan),
  };
  const prelude = `. ${MOUNTED_ENVIRONMENT} && `;
  return { context, dockerfile: BUILD_CONTEXT.dockerfile, args: {}, prelude, secrets: null };
}

/** The project's own Dockerfile sees its folder as `docker build` would send it. */
async function ownDockerfile(files: Files, request: BuildRequest): Promise<Recipe> {
  const { workspace, plan, variables, labels, log } = request;
  const folder = await planFolder(files, workspace, plan);
  const inWorkspace = posix.join(plan.path, plan.dockerfile ?? "Dockerfile");
  const holder = await folderInside(files, workspace, posix.dirname(inWorkspace), "dockerfile");
  const written = await files.readText(join(holder, posix.basename(inWorkspace)));
  const text = dockerfileText(inWorkspace, written);
  const { text: mounted, secrets, given } = mountSecrets(text, variables, labels);
  const place = placeInContext(plan.context, inWorkspace, mounted, mounted !== written);
  if (given.length > 0) log("out", `Mounting ${given.join(", ")} into the steps that ask for it. No image keeps it.`);
  const declared = declaredArgs(text);
  const args = Object.fromEntries(Object.entries(variables).filter(([name]) => declared.has(name)));
  const passed = Object.keys(args);
  if (passed.length > 0) {
    log(
      "out",
      `Passing ${passed.join(", ")} to the Dockerfile, which declares them with ARG. Images keep such values.`,
    );
  }
  return {
    context: { folder, prefix: "", files: place.files, ignore: await readIgnored(files, folder) },
    dockerfile: place.dockerfile,
    args,
    prelude: "",
    secrets,
  };
}

/** A Dockerfile may stand outside of the folder that it builds, or be changed; it is then sent along. */
function placeInContext(
  context: string,
  dockerfile: string,
  text: string,
  isChanged: boolean,
): { dockerfile: string; files: Record<string, string> } {
  const path = posix.relative(context, dockerfile);
  return isChanged || path.startsWith("..")
    ? { dockerfile: OUTSIDE, files: { [OUTSIDE]: text } }
    : { dockerfile: path, files: {} };
}

const OUTSIDE = ".autostack-Dockerfile";

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
    case "begun":
      break;
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
