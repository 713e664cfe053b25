import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/sys/fs/cgroup";

/** What the kernel itself has counted for a control group and all below it. */
export function groupCounters(path: string): { cpuMs: number; memoryPeakBytes: number; pids: number } {
  if (existsSync(join(ROOT, "cgroup.controllers"))) {
    const folder = join(ROOT, path);
    const usage = /^usage_usec (\d+)$/m.exec(readFileSync(join(folder, "cpu.stat"), "utf8"))?.[1];
    return {
      cpuMs: Number(usage) / 1e3,
      memoryPeakBytes: number(join(folder, "memory.peak")),
      pids: number(join(folder, "pids.current")),
    };
  }
  return {
    cpuMs: number(join(ROOT, "cpuacct", path, "cpuacct.usage")) / 1e6,
    memoryPeakBytes: number(join(ROOT, "memory", path, "memory.max_usage_in_bytes")),
    pids: number(join(ROOT, "pids", path, "pids.current")),
  };
}

const number = (file: string) => Number(readFileSync(file, "utf8").trim());
