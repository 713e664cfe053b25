import type { Release } from "./deployment.ts";
import type { World } from "./world.ts";

/**
 * Keeps the newest releases of an environment, and all that something serves or is about to serve, in whatever environment; removes
 * what the others need disk for.
 */
export async function removeOldReleases(world: World, environment: string): Promise<void> {
  const inUse = world.releases.inUse();
  for (const id of await running(world)) inUse.add(id);
  const old = world.releases
    .ofEnvironment(environment)
    .slice(world.config.limits.keptReleases)
    .filter(({ id }) => !inUse.has(id));
  for (const release of old) await removeRelease(world, release);
  if (old.length > 0) await world.snapshots.removeUnused(world.releases.snapshotHashes());
}

/** Releases with services that have not ended yet: the one before drains for a while after the switch. */
async function running({ runtime, releases, deployments }: World): Promise<string[]> {
  const ids = new Set((await runtime.list()).map(({ labels }) => labels.deployment));
  return [...ids].flatMap((id) => {
    const input = deployments.find(id)?.input;
    return (input?.kind === "release" ? input.release : releases.ofDeployment(id)?.id) ?? [];
  });
}

/** What releases share (one image or site, when nothing had changed) goes with the last of them. */
export async function removeRelease(world: World, release: Release): Promise<void> {
  const { edge, hostnames, releases, runtime } = world;
  await edge.apply(release.deployment, []);
  hostnames.releaseOwner(release.deployment);
  // Nothing comes between the question and the removal's place in the line: see `claim`.
  if (!releases.needsArtifact(release.artifact, release.id)) await runtime.removeArtifact(release.artifact);
  releases.remove(release.id);
}
