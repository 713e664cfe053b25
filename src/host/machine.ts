import { readFile } from "node:fs/promises";
import { cpus, freemem, loadavg, totalmem } from "node:os";
import { formatBytes, MEGABYTE } from "../lib/bytes.ts";

/** How the box does. `load` is the mean number of running programs of the last minute. */
export type MachineFacts = { cores: number; load: number; memoryUsedBytes: number; memoryTotalBytes: number };

export async function readMachine(): Promise<MachineFacts> {
  const memoryTotalBytes = totalmem();
  const memoryUsedBytes = memoryTotalBytes - (await availableBytes());
  return { cores: cpus().length, load: loadavg()[0] ?? 0, memoryUsedBytes, memoryTotalBytes };
}

/** What programs could still get: free memory and what the kernel would give up. Where /proc is missing only the former is known. */
async function availableBytes(): Promise<number> {
  const text = await readFile("/proc/meminfo", "utf8").catch(() => "");
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
}

/** Most builds get by with it; a larger one is held to its limit and takes what the apps leave. */
const ENOUGH_FOR_A_BUILD = 512 * MEGABYTE;

/**
 * Why a build should wait, in words, or `null`. It need not find all that builds may have: on a small machine that is half
 * of the memory, which is never free.
 */
export function whyBuildWaits({ memoryUsedBytes, memoryTotalBytes }: MachineFacts, mayUseBytes: number): string | null {
  const available = memoryTotalBytes - memoryUsedBytes;
  const needed = Math.min(ENOUGH_FOR_A_BUILD, mayUseBytes / 2);
  if (available >= needed) return null;
  return `Waiting for memory: ${formatBytes(available)} are available, a build begins at ${formatBytes(needed)}.`;
}

export async function admitBuild(limits: { memoryBytes: number }): Promise<string | null> {
  return whyBuildWaits(await readMachine(), limits.memoryBytes);
}
