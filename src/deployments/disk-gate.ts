import type { DiskSpace } from "../host/files.ts";
import { formatBytes } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";
import type { Deployment } from "./deployment.ts";
import type { World } from "./world.ts";

/** Below this share of free inodes a build may run out of them although there is space. */
const INODE_FLOOR = 0.05;
/** Below this share of either floor not even a deployment's row and log can be counted on. */
const LAST_RESORT = 0.1;

/** How much of what deployments need is there: 1 is just enough, 0 is nothing. */
type Room = { share: number; says: string };

/** Refuses what could not even be written down. Nothing was changed then. */
export async function refuseWhenFull({ host, config }: World): Promise<void> {
  const { share, says } = roomOf(await host.files.disk(config.dataFolder), config.limits.freeDiskBytes);
  if (share >= LAST_RESORT) return;
  throw new AppError({
    code: "disk_full",
    status: 507,
    summary: `The disk is full: ${says}`,
    hint: "Delete projects or files on this machine. Nothing was changed.",
  });
}

/**
 * Why a deployment must wait although it is its turn, or `null`. Builds need disk and memory; a roll back or restart brings what is
 * there already and may be the very thing that helps.
 */
export async function mustWaitFor(
  { host, config, admitBuild }: World,
  { input }: Pick<Deployment, "input">,
): Promise<string | null> {
  if (input.kind !== "source") return null;
  const shortage = diskShortage(await host.files.disk(config.dataFolder), config.limits.freeDiskBytes);
  return shortage ?? (await admitBuild());
}

/** What the disk lacks for a deployment, as a sentence; `null` when there is room. */
export function diskShortage(space: DiskSpace, floorBytes: number): string | null {
  const { share, says } = roomOf(space, floorBytes);
  return share >= 1 ? null : `The disk has too little room: ${says}`;
}

function roomOf({ freeBytes, freeInodes, totalInodes }: DiskSpace, floorBytes: number): Room {
  const bytes = freeBytes / floorBytes;
  // Some file systems make inodes as they need them, and tell of none.
  const inodes = totalInodes === 0 ? Number.POSITIVE_INFINITY : freeInodes / (totalInodes * INODE_FLOOR);
  if (inodes < bytes) {
    const percent = ((freeInodes / totalInodes) * 100).toFixed(1);
    return { share: inodes, says: `${percent} % of its inodes are free, and deployments need ${INODE_FLOOR * 100} %.` };
  }
  const needed = `${formatBytes(floorBytes)} (AUTOSTACK_FREE_DISK)`;
  return { share: bytes, says: `${formatBytes(freeBytes)} are free, and deployments need ${needed}.` };
}
