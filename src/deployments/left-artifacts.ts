import { artifactId } from "./release-hash.ts";
import type { World } from "./world.ts";

/**
 * Removes what builds made and no release stands for: their deployments failed or were cancelled in between, or ended together with the
 * AutoStack that ran them.
 */
export async function removeLeftArtifacts({ runtime, releases, deployments }: World): Promise<void> {
  // Listed first: whatever is made from here on is not among it.
  const made = await runtime.made();
  const underWay = new Set(deployments.allUnfinished().map(({ id }) => id));
  const released = releases.artifacts();
  for (const { artifact, deployment } of made) {
    if (!underWay.has(deployment) && !released.has(artifactId(artifact))) await runtime.removeArtifact(artifact);
  }
}
