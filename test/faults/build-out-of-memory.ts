// A build that wants more memory and more processors than builds may have: `bun test/faults/build-out-of-memory.ts`, as root.
import { formatBytes } from "#src/lib/bytes.ts";
import { groupCounters } from "./group-counters.ts";
import { LimitedBuilds } from "./limited-builds.ts";

const MEMORY = 150_000_000;
const CPUS = 0.5;

/** Doubles a text in the shell until there is no memory left. */
const MEMORY_HOG = "all=x; while :; do all=$all$all; done";

const eightBusyLoops = (seconds: number) => `
for i in 1 2 3 4 5 6 7 8; do timeout ${seconds} sh -c 'while :; do :; done' & done
wait; true`;

/** How far builds that want everything get. */
export async function measureBuildLimits(builds: LimitedBuilds, seconds: number) {
  const limits = { memoryBytes: MEMORY, cpus: CPUS };
  const before = Date.now();
  const hungry = await builds.build("memory-hog", MEMORY_HOG, limits);
  const killedAfterMs = Date.now() - before;
  const { memoryPeakBytes } = groupCounters(builds.group);
  const start = { at: Date.now(), ...groupCounters(builds.group) };
  const busy = await builds.build("busy", eightBusyLoops(seconds), limits);
  const cpus = (groupCounters(builds.group).cpuMs - start.cpuMs) / (Date.now() - start.at);
  return { hungry, killedAfterMs, memoryPeakBytes, busy, cpus };
}

if (import.meta.main) {
  const builds = await LimitedBuilds.open();
  try {
    const { hungry, killedAfterMs, memoryPeakBytes, cpus } = await measureBuildLimits(builds, 10);
    console.log(`A build that takes all memory: ended after ${killedAfterMs} ms as ${hungry?.code ?? "a success"}.`);
    console.log(`  ${hungry?.summary}\n  ${hungry?.hint}`);
    console.log(`  The most that builds had: ${formatBytes(memoryPeakBytes)} of ${formatBytes(MEMORY)}.`);
    console.log(`Eight busy loops in a build: ${cpus.toFixed(2)} of ${CPUS} processors.`);
  } finally {
    await builds.close();
  }
}
