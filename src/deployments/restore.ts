import { errorText } from "../lib/errors.ts";
import { canaryOf, routeServing } from "./canary.ts";
import { dropReplica } from "./drop-replica.ts";
import { type Place, routeLive } from "./routing.ts";
import { Run } from "./run.ts";
import { webReplicas } from "./scale.ts";
import { replicaOf, startServices } from "./services.ts";

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
  await run.close();
  await restoreTrial(place, signal);
  if (targets.length > 0) await routeServing(place);
  await dropSurplus(place);
}

/** Before traffic is led anywhere, so that whoever has got it keeps it. What is live is brought back without it all the same. */
async function restoreTrial({ world, environment }: Place, signal: AbortSignal): Promise<void> {
  const trial = canaryOf(world, environment.id);
  const release = trial?.state.name === "canary" ? world.releases.find(trial.state.release) : null;
  if (!trial || !release) return;
  const run = await Run.open(world, trial, signal);
  await startServices(run, release).catch((error) => {
    console.error(`What is on trial in ${environment.id} could not be brought back: ${errorText(error)}`);
  });
  await run.close();
}

/** Replicas that were about to end when AutoStack did. */
async function dropSurplus({ world, environment }: Place): Promise<void> {
  const count = world.states.replicas(environment);
  for (const instance of await webReplicas(world, environment.deployment)) {
    if ((replicaOf(instance) ?? 0) >= count) dropReplica(world, instance);
  }
}
