import { expect, test } from "bun:test";
import type { ContainerStats } from "dockerode";
import { toUsage } from "./docker-usage.ts";

const stats = (usage: number, detail: Record<string, number>) =>
  ({
    cpu_stats: { cpu_usage: { total_usage: 2_500_000_000 } },
    memory_stats: { usage, stats: detail },
  }) as unknown as ContainerStats;

test.each([
  ["version 1", { inactive_file: 1, total_inactive_file: 300 }],
  ["version 2", { inactive_file: 300 }],
])("tells a container's time and memory with cgroups of %s", (_, detail) => {
  expect(toUsage(stats(1000, detail))).toEqual({ cpuMs: 2500, memoryBytes: 700 });
});

test("a container that has just ended uses nothing", () => {
  const ended = { cpu_stats: { cpu_usage: { total_usage: 0 } }, memory_stats: {} } as unknown as ContainerStats;
  expect(toUsage(ended)).toEqual({ cpuMs: 0, memoryBytes: 0 });
});
