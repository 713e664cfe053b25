import type { Project } from "../projects/project.ts";
import { removeRelease } from "./retention.ts";
import { GRACE_MS } from "./rollout.ts";
import { networkOf } from "./services.ts";
import type { World } from "./world.ts";

/** Removes all that a project owns on the machine, then its rows. Only what carries its labels is touched. */
export async function removeProjectObjects(world: World, project: Project): Promise<void> {
  const environments = world.projects.environments(project);
  for (const { id } of environments) await world.edge.apply(id, []);
  for (const { name, labels } of await world.runtime.list()) {
    if (labels.project === project.id) await world.runtime.stop(name, GRACE_MS);
  }
  for (const { id } of environments) {
    for (const release of world.releases.ofEnvironment(id)) await removeRelease(world, release);
    await world.runtime.removeNetwork(networkOf(project.slug, id));
  }
  for (const { id } of world.deployments.ofProject(project.id, Number.MAX_SAFE_INTEGER)) await world.logs.remove(id);
  world.projects.remove(project);
  await world.snapshots.removeUnused(world.releases.snapshotHashes());
}
