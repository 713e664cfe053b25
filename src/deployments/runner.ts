import type { Place } from "../jobs/job.ts";
import { isDatabaseBusy } from "../lib/db.ts";
import { AppError } from "../lib/errors.ts";
import { newId, shortId } from "../lib/ids.ts";
import { routeServing } from "./canary.ts";
import type { Deployment, DeploymentState, Problem, Stage } from "./deployment.ts";
import { keepDiagnosis } from "./diagnosis.ts";
import { removeLeftArtifacts } from "./left-artifacts.ts";
import { NEVER } from "./live-run.ts";
import { deploy } from "./pipeline.ts";
import { restoreEnvironment } from "./restore.ts";
import { GRACE_MS } from "./rollout.ts";
import { Run } from "./run.ts";
import type { World } from "./world.ts";

/**
 * Runs one deployment to its end and records how it ended. Never throws for what a deployment can do wrong. When `signal` aborts with
 * the reason `"stopping"` nothing is recorded: the deployment resumes at the next start.
 */
export async function runDeployment(
  world: World,
  deployment: Deployment,
  { signal, place }: { signal: AbortSignal; place: Place },
): Promise<void> {
  const run = await Run.open(world, deployment, signal);
  // What an attempt before has left there may be half of it, or empty files after a power cut: the snapshot is whole.
  await world.host.files.remove(run.workFolder);
  try {
    const outcome = await deploy(run, place);
    await finish(run, outcome, outcome.name === "live" ? "Live" : "On trial");
  } catch (error) {
    if (signal.aborted && signal.reason === "stopping") return await run.close();
    // Another program locks the database: nothing is decided, and the deployment goes on where it was a moment later.
    if (isDatabaseBusy(error)) throw error;
    await giveUp(run, error);
  }
}

/** For one that AutoStack did not survive several times: it ends, and says so. */
export async function abandonDeployment(world: World, deployment: Deployment): Promise<void> {
  const run = await Run.open(world, deployment, NEVER);
  const summary = "AutoStack ended several times in the middle of this deployment, so it was given up.";
  await giveUp(
    run,
    new AppError({ code: "interrupted", status: 500, summary, hint: "Deploy again to try once more." }),
  );
}

function liveRelease({ world, environment, deployment }: Run): string {
  const { release } = world.projects.environment(environment.id);
  if (release === null) throw new Error(`Deployment ${deployment.id} ended without a live release.`);
  return release;
}

/** The old release still serves traffic here, so only what this deployment made goes. */
async function giveUp(run: Run, error: unknown): Promise<void> {
  if (isLive(run)) {
    // Traffic has moved already; what failed was tidying up.
    run.note(`Tidying up failed: ${problemOf(error).summary}`);
    return finish(run, { name: "live", release: liveRelease(run) }, "Live");
  }
  const stage = run.stageName;
  await removeCandidate(run).catch((cause) =>
    run.note(`The candidate could not be removed: ${problemOf(cause).summary}`),
  );
  if (run.pausedMs > 0) await bringBack(run);
  if (run.signal.aborted) await finish(run, { name: "cancelled" }, "Cancelled");
  else await fail(run, stage, problemOf(error));
  // What it has built is nobody's now. The sweep would find it too.
  await removeLeftArtifacts(run.world).catch(() => {});
}

async function fail(run: Run, stage: Stage, problem: Problem): Promise<void> {
  run.note(problem.hint ? `${problem.summary} ${problem.hint}` : problem.summary);
  await run.close();
  await keepDiagnosis(run, stage);
  await finish(run, { name: "failed", stage, problem }, "Failed");
}

function isLive({ world, environment, deployment }: Run): boolean {
  return world.projects.environment(environment.id).deployment === deployment.id;
}

/** Removes by label, not by memory: a candidate may have been started by a process that died. */
async function removeCandidate(run: Run): Promise<void> {
  const { world, deployment } = run;
  // Traffic may be half-way: nothing may lead to the candidate when it ends.
  if (run.stageName === "route") await routeServing(run);
  await world.edge.apply(deployment.id, []);
  for (const { name, labels } of await world.runtime.list()) {
    if (labels.deployment === deployment.id) await world.runtime.stop(name, GRACE_MS);
  }
}

/** The old service was stopped to make room. It is what requests wait for now, and it starts even while a cancelled run ends. */
async function bringBack(run: Run): Promise<void> {
  run.note("The service before is started again; requests wait for it.");
  const signal = new AbortController().signal;
  await restoreEnvironment(run, signal).catch((cause) => run.note(`It did not start: ${problemOf(cause).summary}`));
}

async function finish(run: Run, state: DeploymentState, words: string): Promise<void> {
  const { world, deployment } = run;
  await run.end(words);
  await world.host.files.remove(run.workFolder);
  world.deployments.setState(deployment.id, state, world.host.now());
  world.bell.ring(deployment.id);
}

/** What a person may read of an error. An unknown one gets an id that stands in the console's log with all of it. */
function problemOf(error: unknown): Problem {
  if (error instanceof AppError) return { code: error.code, summary: error.summary, hint: error.hint ?? null };
  const incident = shortId(newId());
  console.error(`Incident ${incident}:`, error);
  return {
    code: "internal",
    summary: "Something went wrong inside AutoStack.",
    hint: `Look for incident ${incident} in AutoStack's own log.`,
  };
}
