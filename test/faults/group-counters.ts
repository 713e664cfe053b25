import { existsSync, readdirSync, readFileSync } from "node:fs";
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

type Last = { disk: string; oomScore: number; processors: string };

/** What comes to the processes of the groups below one when others want it too. The weight is of 100, as version 2 counts. */
export function priorityOf(path: string): { cpuWeight: number; processes: Last[] } {
  const isNew = existsSync(join(ROOT, "cgroup.controllers"));
  const cpu = isNew
    ? number(join(ROOT, path, "cpu.weight"))
    : (number(join(ROOT, "cpu", path, "cpu.shares")) * 100) / 1024;
  const folder = isNew ? join(ROOT, path) : join(ROOT, "memory", path);
  const steps = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const pids = steps.flatMap(({ name }) => readFileSync(join(folder, name, "cgroup.procs"), "utf8").split("\n"));
  const processes = pids.filter(Boolean).map((pid) => ({
    disk: Bun.spawnSync(["ionice", "-p", pid]).stdout.toString(),
    oomScore: number(`/proc/${pid}/oom_score_adj`),
    processors: /^Cpus_allowed_list:\t(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "",
  }));
  return { cpuWeight: Math.floor(cpu), processes };
}

const number = (file: string) => Number(readFileSync(file, "utf8").trim());
