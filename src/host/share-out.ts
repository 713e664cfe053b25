import type { GroupLimits } from "./cgroup.ts";

/** What a group uses now. */
export type GroupUse = { memoryBytes: number; pids: number };

/** The kernel refuses to run anything with less. */
const LEAST_CPUS = 0.01;

/**
 * The limits of groups that stand apart, so that they use no more together than one of them might alone. Each keeps what it has, and any
 * of them may take what is left: looked at often enough, that is as good as one limit for all.
 */
export function shareOut(limits: GroupLimits, uses: readonly GroupUse[]): GroupLimits[] {
  const left = (limit: number, usedBy: (use: GroupUse) => number) =>
    Math.max(0, limit - uses.reduce((sum, use) => sum + usedBy(use), 0));
  const memory = left(limits.memoryBytes, (use) => use.memoryBytes);
  const pids = left(limits.pids, (use) => use.pids);
  return uses.map((use) => ({
    memoryBytes: use.memoryBytes + memory,
    pids: use.pids + pids,
    cpus: Math.max(LEAST_CPUS, limits.cpus / uses.length),
  }));
}
