// Docker itself is restarted under a service, a listener and a build: `bun test/faults/docker-restarts.ts`, as root.
import { join } from "node:path";
import type { AppError } from "#src/lib/errors.ts";
import type { RuntimeEvent } from "#src/runtimes/runtime.ts";
import { eventually, RuntimeBench } from "../integration/runtimes-bench.ts";
import { privateEngine } from "../support/private-engine.ts";
import { groupCounters } from "./group-counters.ts";

const own = (...lines: string[]) => ({ Dockerfile: ["FROM debian:12-slim", ...lines, ""].join("\n") });
const PLAN = { dockerfile: "Dockerfile", start: null, port: null };

/** What a restart does to a service, to those who listen to events and to a build under way. */
export async function measureDockerRestart(liveRestore: boolean) {
  const engine = await privateEngine(...(liveRestore ? ["--live-restore"] : []));
  const bench = new RuntimeBench("docker", engine.socket);
  const stop = new AbortController();
  const told: RuntimeEvent[] = [];
  try {
    await bench.open();
    const { runtime } = bench;
    const listening = (async () => {
      for await (const event of runtime.events(stop.signal)) told.push(event);
    })();
    const artifact = await bench.build("served", own('CMD ["sleep", "inf"]'), PLAN);
    const { name } = await runtime.start(bench.startRequest("served", artifact, { port: null }));
    const before = await eventually(
      () => runtime.inspect(name),
      ({ name }) => name === "running",
    );
    const build = bench.build("under-way", own("RUN echo go && sleep 60"), PLAN).catch((error: AppError) => error);
    await eventually(async () => bench.lines.includes("go"));
    const at = Date.now();
    await engine.stop();
    const ended = await build;
    const buildEndedMs = Date.now() - at;
    const group = join(engine.cgroupParent, "buildkit");
    const left = await eventually(
      async () => groupCounters(group).pids,
      (pids) => pids === 0,
    );
    await engine.start();
    const after = await eventually(
      () => runtime.inspect(name).catch(() => null),
      (state) => state?.name === "running",
    );
    const events = () => told.filter((event) => event.name === name).map(({ kind }) => kind.name);
    if (!liveRestore) await eventually(async () => events().at(-1) === "started" && events().length > 1);
    await runtime.stop(name, 0);
    await eventually(async () => events().at(-1) === "died");
    stop.abort();
    await listening;
    return { ended, buildEndedMs, left, before, after, events: events(), fragility: await runtime.fragility() };
  } finally {
    stop.abort();
    await bench.close().finally(() => engine.remove());
  }
}

if (import.meta.main) {
  for (const liveRestore of [false, true]) {
    const { ended, buildEndedMs, left, before, after, events, fragility } = await measureDockerRestart(liveRestore);
    const startedAt = (state: typeof after) => (state?.name === "running" ? state.startedAt : null);
    console.log(`Docker restarted ${liveRestore ? "with" : "without"} live-restore:`);
    console.log(`  the service ${startedAt(before) === startedAt(after) ? "ran on" : "was started again"}`);
    console.log(`  its events: ${events.join(", ")}`);
    console.log(
      `  the build ended after ${buildEndedMs} ms: ${"summary" in ended ? ended.summary : ended.kind} ${left} processes left.`,
    );
    console.log(`  said of this Engine: ${fragility === null ? "nothing" : `${fragility.says} ${fragility.fix}`}`);
  }
  process.exit(0);
}
