import { backendOf, type Place, routeDeployment, routeEnvironment } from "./routing.ts";
import { Run } from "./run.ts";
import { startServices } from "./services.ts";

/** Makes an environment run what its record says, and leads traffic to where that runs now. Does nothing that is done already. */
export async function restoreEnvironment({ world, environment }: Place, signal: AbortSignal): Promise<void> {
  const release = environment.release && world.releases.find(environment.release);
  const deployment = environment.deployment && world.deployments.find(environment.deployment);
  if (!release || !deployment) return;
  const run = await Run.open(world, deployment, signal);
  const { targets } = await startServices(run, release);
  if (targets.length > 0) {
    const backend = backendOf(release.id, targets);
    await Promise.all([routeEnvironment(run, [backend]), routeDeployment(run, deployment.id, backend)]);
  }
  await run.close();
}
