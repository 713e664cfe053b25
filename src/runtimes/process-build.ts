import { join } from "node:path";
import { explainLimits, saysNoFork } from "../host/build-problems.ts";
import type { Files } from "../host/files.ts";
import { ignoredBy } from "../host/ignore-rules.ts";
import type { Processes } from "../host/processes.ts";
import { AppError } from "../lib/errors.ts";
import { formatDuration } from "../lib/time.ts";
import { dockerignoreFor } from "../plans/build-context.ts";
import type { AppPlan } from "../plans/plan.ts";
import type { Step } from "../plans/script.ts";
import { folderEnvironment, stepsFor } from "../plans/script.ts";
import { measureFolder, planFolder } from "./folders.ts";
import type { Artifact, BuildRequest, Limits } from "./runtime.ts";

type Folder = Extract<Artifact, { kind: "folder" }>;
type BuildHost = { files: Files; processes: Processes };

/** Written when a build has ended well; without it the folder is half done and is built anew. */
export type Built = { bytes: number; start: string | null; environment: Record<string, string> };

/** A build's folder holds the project (`app`), a home for its tools (`home`) and `built.json`. */
export const appFolder = (folder: string) => join(folder, "app");

export async function readBuilt(files: Files, folder: string): Promise<Built | null> {
  const path = join(folder, "built.json");
  return (await files.exists(path)) ? (JSON.parse(await files.readText(path)) as Built) : null;
}

/** Copies the project and runs its plan's steps there. `base` is the environment that every command has. */
export async function buildFolder(
  host: BuildHost,
  folder: string,
  request: BuildRequest,
  base: Record<string, string>,
): Promise<Folder> {
  const made = await readBuilt(host.files, folder);
  if (made) return { kind: "folder", folder, bytes: made.bytes };
  const { plan } = request;
  if (plan.dockerfile) throw needsDocker(plan);
  const source = await planFolder(host.files, request.workspace, plan);
  await host.files.remove(folder);
  await host.files.makeFolder(join(folder, "home"), 0o700);
  await host.files.copyFolder(source, appFolder(folder), ignoredBy(dockerignoreFor()));
  const environment = {
    ...base,
    HOME: join(folder, "home"),
    ...folderEnvironment(plan, appFolder(folder), base.PATH ?? ""),
  };
  try {
    await runSteps(host.processes, appFolder(folder), request, environment);
  } catch (error) {
    await host.files.remove(folder);
    throw error;
  }
  const built: Built = { bytes: await measureFolder(host.files, appFolder(folder)), start: plan.start, environment };
  await host.files.writeAtomically(join(folder, "built.json"), JSON.stringify(built), 0o600);
  return { kind: "folder", folder, bytes: built.bytes };
}

async function runSteps(
  processes: Processes,
  cwd: string,
  { plan, variables, limits, log, signal }: BuildRequest,
  environment: Record<string, string>,
): Promise<void> {
  const until = Date.now() + limits.buildTimeoutMs;
  // The same as in an image's build: what the project says itself wins over what AutoStack suggests.
  const env = { ...environment, CI: "true", ...variables };
  const { argv, watch } = await processes.limitBuild(limits.build);
  try {
    for (const step of stepsFor(plan)) {
      log("out", `$ ${step.command}`);
      const timeoutMs = Math.max(1, until - Date.now());
      const work = processes.run(argv(step.command), { cwd, env, signal, timeoutMs, onLine: log });
      const { exitCode, err } = await work.catch((error) => {
        throw error instanceof AppError && error.code === "command_timeout" ? tookTooLong(limits) : error;
      });
      if (exitCode === 0) continue;
      throw explainLimits(stepFailed(step, exitCode, err), limits.build, {
        ranOutOfMemory: (await watch?.ranOutOfMemory()) ?? false,
        couldNotFork: saysNoFork(err),
      });
    }
  } finally {
    watch?.end();
  }
}

function tookTooLong({ buildTimeoutMs }: Limits): AppError {
  return new AppError({
    code: "build_timeout",
    status: 422,
    summary: `The build took longer than ${formatDuration(buildTimeoutMs)} and was ended.`,
    hint: "Look in its log for the step that hangs, or raise the limit for builds.",
  });
}

function stepFailed({ command }: Step, exitCode: number, err: string): AppError {
  const missing = exitCode === 127 ? /(?:^|: )([\w./-]+): (?:command )?not found/m.exec(err)?.[1] : undefined;
  if (missing) return programMissing(missing);
  return new AppError({
    code: "build_failed",
    status: 422,
    summary: `The build failed: \`${command}\` ended with exit code ${exitCode}.`,
    hint: "Its last lines in the log say why.",
  });
}

function programMissing(program: string): AppError {
  return new AppError({
    code: "program_missing",
    status: 422,
    summary: `The program ${program} is not on this machine.`,
    hint: `Install ${program}, or use Docker, which brings it along.`,
  });
}

function needsDocker({ dockerfile }: AppPlan): AppError {
  return new AppError({
    code: "needs_docker",
    status: 422,
    summary: `A project with a Dockerfile (${dockerfile}) needs Docker, which is not used here.`,
    hint: "Install Docker and set AUTOSTACK_RUNTIME=docker, or remove the Dockerfile to have a plan made.",
  });
}
