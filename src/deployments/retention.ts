import type { Release } from "./deployment.ts";
import type { World } from "./world.ts";

/** Keeps the newest releases of an environment and the one that is live; removes what the others need disk for. */
export async function removeOldReleases(world: World, environment: string): Promise<void> {
  const live = world.projects.environment(environment).release;
  const old = world.releases
    .ofEnvironment(environment)
    .slice(world.config.limits.keptReleases)
    .filter(({ id }) => id !== live);
  for (const release of old) await removeRelease(world, release);
  if (old.length > 0) await world.snapshots.removeUnused(world.releases.snapshotHashes());
}

export async function removeRelease(world: World, release: Release): Promise<void> {
  await world.edge.apply(release.deployment, []);
  world.hostnames.releaseOwner(release.deployment);
  await world.runtime.removeArtifact(release.artifact);
  world.releases.remove(release.id);
}
