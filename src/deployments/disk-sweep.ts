import { basename, join, sep } from "node:path";
import { shortId } from "../lib/ids.ts";
import { HOUR_MS } from "../lib/time.ts";
import { removeLeftArtifacts } from "./left-artifacts.ts";
import { removeOldReleases } from "./retention.ts";
import type { World } from "./world.ts";

/** Something may just be on its way in: a younger file or folder is left alone. */
const SPARED_FOR_MS = HOUR_MS;
/** Of so many deployments of a project the logs are kept. */
const KEPT_LOGS = 200;

/** Removes old releases that were still busy at their time, what a crash or an older AutoStack has left in the data folder and no row names, and the logs of long ago. */
export async function sweepDisk(world: World): Promise<void> {
  const { deployments, releases, snapshots } = world;
  for (const { id } of world.projects.allEnvironments()) await removeOldReleases(world, id);
  const underWay = deployments.allUnfinished();
  const ids = new Set(underWay.map(({ id }) => id));
  const needed = [...releases.artifacts(), ...underWay.flatMap(({ id }) => deployments.builtFolder(id) ?? [])];
  // A build that takes longer than an hour fills a folder that has the deployment's short id in its name.
  const isNamed = (path: string) =>
    needed.some((folder) => folder === path || folder.startsWith(path + sep)) ||
    underWay.some(({ id }) => path.includes(shortId(id)));
  await sweepFolder(world, "sites", isNamed, (path) => removeSite(world, path));
  await sweepFolder(world, join("processes", "builds"), isNamed);
  await sweepFolder(world, "work", (_path, name) => ids.has(name));
  const logs = deployments.newestIds(KEPT_LOGS);
  await sweepFolder(world, "logs", (_path, name) => logs.has(name.replace(/\.log$/, "")));
  await snapshots.removeUnused(releases.snapshotHashes());
  await removeLeftArtifacts(world);
}

/** Asked again at the last moment: a build may have come to the same files since. */
async function removeSite({ host, releases, runtime }: World, folder: string): Promise<void> {
  if (basename(folder).startsWith(".")) return host.files.remove(folder);
  const site = { kind: "site", folder, bytes: 0 } as const;
  if (!releases.needsArtifact(site)) await runtime.removeArtifact(site);
}

async function sweepFolder(
  { config, host }: World,
  below: string,
  isKept: (path: string, name: string) => boolean,
  remove: (path: string) => Promise<void> = host.files.remove,
): Promise<void> {
  const folder = join(config.dataFolder, below);
  if (!(await host.files.exists(folder))) return;
  for (const { name } of await host.files.list(folder)) {
    const path = join(folder, name);
    if (isKept(path, name)) continue;
    const stats = await host.files.stat(path);
    if (stats && stats.mtimeMs < host.now() - SPARED_FOR_MS) await remove(path);
  }
}
