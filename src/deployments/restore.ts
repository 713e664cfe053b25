import { routeCanary } from "./canary.ts";
import type { Deployment } from "./deployment.ts";
import { backendOf, type Place, routeDeployment, routeEnvironment } from "./routing.ts";
import { Run } from "./run.ts";
import { startServices } from "./services.ts";
import type { World } from "./world.ts";

/** Makes an environment run what its record says, and leads traffic to where that runs now. Does nothing that is done already. */
export async function restoreEnvironment({ world, environment }: Place, signal: AbortSignal): Promise<void> {
  const release = environment.release && world.releases.find(environment.release);
  const deployment = environment.deployment && world.deployments.find(environment.deployment);
  if (!release || !deployment) return;
  const run = await Run.open(world, deployment, signal);
  const { targets } = await startServices(run, release);
  if (targets.length > 0) {
    const backend = backendOf(release.id, targets);
    await Promise.all([routeEnvironment(run, [backend]), routeDeployment(run, deployment.id, [backend])]);
  }
  await run.close();
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
