import { readFile } from "node:fs/promises";
import { cpus, freemem, loadavg, totalmem } from "node:os";

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
