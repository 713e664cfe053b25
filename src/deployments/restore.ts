import { routeCanary } from "./canary.ts";
import type { Deployment } from "./deployment.ts";
import { dropReplica } from "./drop-replica.ts";
import { backendOf, type Place, routeLive } from "./routing.ts";
import { Run } from "./run.ts";
import { webReplicas } from "./scale.ts";
import { replicaOf, startServices } from "./services.ts";
import type { World } from "./world.ts";

/**
 * Makes an environment run what its record says, and leads traffic to where that runs now. Does nothing that is done already. One that
 * sleeps sleeps on: its requests wait until they have woken it.
 */
export async function restoreEnvironment(place: Place, signal: AbortSignal): Promise<void> {
  const { world, environment } = place;
  const release = environment.release && world.releases.find(environment.release);
  const deployment = environment.deployment && world.deployments.find(environment.deployment);
  if (!release || !deployment) return;
  if (world.states.asleepSince(environment.id) !== null) return routeLive(place, []);
  const run = await Run.open(world, deployment, signal);
  const { targets } = await startServices(run, release);
  if (targets.length > 0) await routeLive(place, [backendOf(release, targets)]);
  await run.close();
  await dropSurplus(place);
  for (const trial of world.deployments.inState(environment.id, "canary")) await restoreCanary(world, trial, signal);
}

async function restoreCanary(world: World, trial: Deployment, signal: AbortSignal): Promise<void> {
  const release = trial.state.name === "canary" ? world.releases.find(trial.state.release) : null;
  if (!release) return;
  const run = await Run.open(world, trial, signal);
  await startServices(run, release);
  await routeCanary(world, trial);
  await run.close();
}

/** Replicas that were about to end when AutoStack did. */
async function dropSurplus({ world, environment }: Place): Promise<void> {
  const count = world.states.replicas(environment);
  for (const instance of await webReplicas(world, environment.deployment)) {
    if ((replicaOf(instance) ?? 0) >= count) dropReplica(world, instance);
  }
}
