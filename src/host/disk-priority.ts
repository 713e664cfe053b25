import { readFile, realpath, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** Where the kernel tells of disks and groups. */
export type KernelFolders = { sys: string; cgroups: string };
const KERNEL: KernelFolders = { sys: "/sys", cgroups: "/sys/fs/cgroup" };

/** Why builds do not come last for the disk that holds a folder, in a sentence; `null` when they do, or when that cannot be known. */
export async function whyNoDiskPriority(folder: string, kernel: KernelFolders = KERNEL): Promise<string | null> {
  const device = await stat(folder).then(({ dev }) => dev, none);
  const scheduler = device === null ? null : await schedulerOf(device, kernel.sys);
  if (scheduler === null || (await isOrdered(scheduler, kernel.cgroups))) return null;
  return `The disk's scheduler (${scheduler}) puts nobody first, so builds share the disk with everything else as equals.`;
}

async function schedulerOf(device: number, sys: string): Promise<string | null> {
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  const path = await realpath(join(sys, "dev/block", `${major}:${minor}`)).catch(none);
  if (path === null) return null;
  // A partition has no queue of its own.
  const text = (await read(join(path, "queue/scheduler"))) || (await read(join(dirname(path), "queue/scheduler")));
  return /\[([a-z-]+)\]/.exec(text)?.[1] ?? null;
}

/** These look at the class that each step of a build is given; with costs the kernel itself looks at weights. */
async function isOrdered(scheduler: string, cgroups: string): Promise<boolean> {
  if (scheduler === "bfq" || scheduler === "mq-deadline") return true;
  return /\benable=1\b/.test(await read(join(cgroups, "io.cost.qos")));
}

const read = (path: string) => readFile(path, "utf8").catch(() => "");
const none = () => null;
