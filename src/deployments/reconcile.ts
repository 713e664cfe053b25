import { eachAtOnce } from "../lib/each.ts";
import { errorText } from "../lib/errors.ts";
import type { Environment } from "../projects/project.ts";
import type { Instance } from "../runtimes/runtime.ts";
import { applyRoutes, GRACE_MS, startServices } from "./rollout.ts";
import { Run } from "./run.ts";
import type { World } from "./world.ts";

/** The edge takes over the routes of several at once as quickly as those of one. */
const AT_ONCE = 8;

/**
 * At a start: what should run is made to run, traffic is led to where it runs now, and what nothing refers to any more is ended.
 * Deployments that were under way are left to the queue.
 */
export async function reconcile(world: World): Promise<void> {
  await eachAtOnce(AT_ONCE, world.projects.allEnvironments(), (environment) => bringBack(world, environment));
  await removeOrphans(world);
}

async function bringBack(world: World, environment: Environment): Promise<void> {
  try {
    await restore(world, environment, new AbortController().signal);
  } catch (error) {
    // One project that cannot be brought back must not keep the others down.
    console.error(`The environment ${environment.id} could not be brought back: ${errorText(error)}`);
  }
}

async function restore(world: World, environment: Environment, signal: AbortSignal): Promise<void> {
  const release = environment.release && world.releases.find(environment.release);
  const deployment = environment.deployment && world.deployments.find(environment.deployment);
  if (!release || !deployment) return;
  const run = await Run.open(world, deployment, signal);
  const { target } = await startServices(run, release);
  if (target) await applyRoutes(run, target);
  await run.close();
}

async function removeOrphans(world: World): Promise<void> {
  const live = new Set(world.projects.allEnvironments().map(({ deployment }) => deployment));
  const isOrphan = ({ labels }: Instance) => {
    if (live.has(labels.deployment)) return false;
    const state = world.deployments.find(labels.deployment)?.state.name;
    return state !== "queued" && state !== "running";
  };
  for (const { name } of (await world.runtime.list()).filter(isOrphan)) await world.runtime.stop(name, GRACE_MS);
}
