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
import type { ProcessCaches } from "./process-caches.ts";
import { runSettings, sharedSettings } from "./process-settings.ts";
import type { Artifact, BuildRequest, Limits, LogSink } from "./runtime.ts";

type Folder = Extract<Artifact, { kind: "folder" }>;
export type BuildHost = { files: Files; processes: Processes; now(): number; caches: ProcessCaches };

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
  await host.files.copyFolder(source, appFolder(folder), ignoredBy(dockerignoreFor(plan)));
  tellPackages(plan, request.log);
  const environment = {
    ...base,
    HOME: join(folder, "home"),
    ...folderEnvironment(plan, appFolder(folder), base.PATH ?? ""),
  };
  const { project } = request.labels;
  await host.caches.take(project, plan, appFolder(folder));
  try {
    const ofSteps = { ...environment, ...sharedSettings(plan, appFolder(folder)) };
    await runSteps(host.processes, appFolder(folder), request, ofSteps);
  } catch (error) {
    await host.files.remove(folder);
    throw error;
  }
  await host.caches.keep(project, plan, appFolder(folder), host.now());
  const built: Built = {
    bytes: await measureFolder(host.files, appFolder(folder)),
    start: plan.start,
    environment: { ...environment, ...runSettings(plan, appFolder(folder)) },
  };
  // Its record says that it is whole, also after a power cut.
  await host.files.flush(folder);
  await host.files.writeAtomically(join(folder, "built.json"), JSON.stringify(built), 0o600);
  return { kind: "folder", folder, bytes: built.bytes };
}

/** Without a container nothing can be installed for one project alone. */
function tellPackages({ packages }: AppPlan, log: LogSink): void {
  const names = [...new Set([...packages.build, ...packages.run])];
  if (names.length > 0) log("out", `This machine must have what the packages ${names.join(", ")} bring.`);
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
  const { argv, watch, endRest, end } = await processes.limitBuild(limits.build);
  try {
    for (const step of stepsFor(plan)) {
      log("out", `$ ${step.command}`);
      const timeoutMs = Math.max(1, until - Date.now());
      const work = processes.run(argv(step.command), { cwd, env, signal, timeoutMs, endRest, onLine: log });
      const { exitCode, err } = await work.catch((error) => {
        throw error instanceof AppError && error.code === "command_timeout" ? tookTooLong(limits) : error;
      });
      if (exitCode === 0) continue;
      throw explainLimits(stepFailed(step, exitCode, err), limits.build, {
        ranOutOfMemory: (await watch?.ranOutOfMemory()) ?? null,
        couldNotFork: saysNoFork(err),
      });
    }
  } finally {
    await end();
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
    hint: "Install Docker and set AUTOSTACK_RUNTIME=docker, or switch off “Use its Dockerfile” in the project's settings.",
  });
}
