import type { ContainerStats } from "dockerode";

export type Usage = { cpuMs: number; memoryBytes: number };

/** Files in the page cache that nobody has used of late are not the container's need. Both versions of cgroups tell of them. */
export function toUsage({ cpu_stats, memory_stats }: ContainerStats): Usage {
  const detail = (memory_stats.stats ?? {}) as Partial<Record<string, number>>;
  const droppable = detail.total_inactive_file ?? detail.inactive_file ?? 0;
  return {
    cpuMs: cpu_stats.cpu_usage.total_usage / 1e6,
    memoryBytes: Math.max(0, (memory_stats.usage ?? 0) - droppable),
  };
}
