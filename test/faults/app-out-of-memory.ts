// An app that takes more memory than it may have, again and again: `bun test/faults/app-out-of-memory.ts`, as root.
import type { RuntimeEvent } from "#src/runtimes/runtime.ts";
import { eventually, LIMITS } from "../integration/runtimes-bench.ts";
import { LimitedBuilds } from "./limited-builds.ts";

const MEMORY_HOG = "all=x; while :; do all=$all$all; done";

/** How soon AutoStack was told that the app ended for want of memory, and how long Docker waits before each new start. */
export async function measureAppOutOfMemory({ bench }: LimitedBuilds, starts: number) {
  const dockerfile = { Dockerfile: 'FROM debian:12-slim\nCMD ["sleep", "inf"]\n' };
  const artifact = await bench.build("hungry-app", dockerfile, { dockerfile: "Dockerfile", start: null });
  const stop = new AbortController();
  const told: (RuntimeEvent & { seenAt: number })[] = [];
  const listening = (async () => {
    for await (const event of bench.runtime.events(stop.signal)) told.push({ ...event, seenAt: Date.now() });
  })();
  const limits = { ...LIMITS, memoryBytes: 40_000_000 };
  const request = bench.startRequest("hungry-app", artifact, { command: MEMORY_HOG, port: null, limits });
  const started = Date.now();
  const { name } = await bench.runtime.start(request);
  await eventually(async () => told.filter(({ kind }) => kind.name === "started").length > starts, Boolean, 60_000);
  const state = await bench.runtime.inspect(name);
  stop.abort();
  await listening;
  await bench.runtime.stop(name, 0);
  const died = told.filter(({ kind }) => kind.name === "died");
  const first = died[0];
  return { first, saidAfterMs: (first?.seenAt ?? Number.NaN) - started, pausesMs: pausesOf(told), state };
}

function pausesOf(events: RuntimeEvent[]): number[] {
  return events.flatMap((event, index) => {
    const before = events[index - 1];
    return event.kind.name === "started" && before?.kind.name === "died" ? [event.at - before.at] : [];
  });
}

if (import.meta.main) {
  const builds = await LimitedBuilds.open();
  try {
    const { first, saidAfterMs, pausesMs, state } = await measureAppOutOfMemory(builds, 6);
    const reason = first?.kind.name === "died" && first.kind.outOfMemory ? "out of memory" : "for another reason";
    console.log(`An app that takes all its memory: said to have ended ${reason} ${saidAfterMs} ms after its start.`);
    console.log(`  Pauses before it was started again: ${pausesMs.join(", ")} ms. Inspected: ${JSON.stringify(state)}`);
  } finally {
    await builds.close();
  }
}
