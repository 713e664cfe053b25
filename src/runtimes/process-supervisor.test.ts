import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realFiles } from "../host/files.ts";
import type { Processes, Spawned } from "../host/processes.ts";
import type { ProcessRecord } from "./process-state.ts";
import { ProcessState } from "./process-state.ts";
import { ProcessSupervisor, pauseBefore } from "./process-supervisor.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-supervisor-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const record: ProcessRecord = {
  name: "blog-web",
  service: "web",
  labels: { installation: "i", team: "t", project: "p", environment: "e", deployment: "d" },
  port: 4000,
  cwd: "/",
  argv: ["server"],
  env: { SECRET: "x" },
  logBytes: 1000,
  restarts: 0,
  startedAt: 0,
  spawned: { pid: 1, startedAt: "1" },
};

/** A world whose clock moves when someone sleeps, and in which every program ends at once. */
function fakeHost(endAfterStarts: number) {
  const done: string[] = [];
  const finished = Promise.withResolvers<void>();
  let clock = 0;
  let starts = 0;
  const processes = {
    isAlive: async () => false,
    exitCode: () => 3,
    signal: async ({ pid }: Spawned, signal: string) => void done.push(`${signal} ${pid}`),
    spawn: async (argv: readonly string[]) => {
      starts++;
      done.push(`start ${argv} at ${clock}`);
      if (starts === endAfterStarts) finished.resolve();
      return { pid: 1 + starts, startedAt: String(starts) };
    },
  } as unknown as Processes;
  const sleep = async (durationMs: number, signal?: AbortSignal) => {
    if (starts < endAfterStarts) clock += durationMs;
    else if (!signal?.aborted) await new Promise((resolve) => signal?.addEventListener("abort", resolve));
  };
  return { done, finished: finished.promise, host: { processes, sleep, now: () => clock } };
}

test("starts a service again after longer and longer pauses, and remembers where it is", async () => {
  const { done, finished, host } = fakeHost(3);
  const state = new ProcessState(realFiles, folder);
  const supervisor = new ProcessSupervisor(host, state);
  supervisor.watch(record);
  await finished;
  await supervisor.forgetAll();
  expect(done).toEqual([
    "SIGKILL 1",
    "start server at 200",
    "SIGKILL 2",
    "start server at 1100",
    "SIGKILL 3",
    "start server at 2400",
  ]);
  expect(await state.read("blog-web")).toMatchObject({ restarts: 3, spawned: { pid: 4 }, startedAt: 2400 });
});

test("tells of each end and each new start", async () => {
  const { finished, host } = fakeHost(2);
  const supervisor = new ProcessSupervisor(host, new ProcessState(realFiles, folder));
  const stop = new AbortController();
  const events = supervisor.events.listen(stop.signal);
  supervisor.watch(record);
  await finished;
  const told: string[] = [];
  for await (const { name, kind } of events) {
    told.push(`${name} ${kind.name}${kind.name === "died" ? ` with ${kind.exitCode}` : ""}`);
    if (told.length === 4) stop.abort();
  }
  await supervisor.forgetAll();
  expect(told).toEqual(["blog-web died with 3", "blog-web started", "blog-web died with 3", "blog-web started"]);
});

test("leaves a service alone that it was told to forget", async () => {
  const { done, finished, host } = fakeHost(1);
  const supervisor = new ProcessSupervisor(host, new ProcessState(realFiles, folder));
  supervisor.watch(record);
  await finished;
  await supervisor.forget("blog-web");
  const before = done.length;
  await supervisor.forget("blog-web");
  expect(done).toHaveLength(before);
});

test("a start that fails is tried again and explained in the service's log", async () => {
  const { finished, host } = fakeHost(2);
  const { spawn } = host.processes;
  let fails = 1;
  const failing: Processes["spawn"] = async (argv, options) => {
    if (fails-- > 0) throw new Error("no such folder");
    return spawn(argv, options);
  };
  const state = new ProcessState(realFiles, folder);
  const supervisor = new ProcessSupervisor({ ...host, processes: { ...host.processes, spawn: failing } }, state);
  supervisor.watch(record);
  await finished;
  await supervisor.forgetAll();
  expect(await realFiles.readText(state.logFile("blog-web"))).toBe(
    "AutoStack could not start this again: no such folder\n",
  );
  expect(await state.read("blog-web")).toMatchObject({ restarts: 2 });
});

test("pauses double and end at a minute", () => {
  expect([0, 1, 2, 5, 30].map(pauseBefore)).toEqual([100, 200, 400, 3200, 60_000]);
});

test("a service's record survives and only AutoStack may read it", async () => {
  const state = new ProcessState(realFiles, folder);
  await state.write(record);
  expect(await new ProcessState(realFiles, folder).all()).toEqual([record]);
  expect(((await realFiles.stat(join(folder, "blog-web.json")))?.mode ?? 0) & 0o077).toBe(0);
  await state.remove("blog-web");
  expect(await state.all()).toEqual([]);
});
