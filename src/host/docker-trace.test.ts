import { expect, test } from "bun:test";
import type { BuildEvent } from "./docker.ts";
import { BuildTrace } from "./docker-trace.ts";

type Status = ReturnType<ConstructorParameters<typeof BuildTrace>[0]>;
const started = { seconds: 1, nanos: 0 };
const completed = { seconds: 3, nanos: 500_000_000 };
const vertex = (more: object) => ({ digest: "d", name: "[1/2] RUN x", cached: false, error: "", ...more });
const log = (text: string, stream = 1) => ({ vertex: "d", stream, msg: Buffer.from(text) });

function eventsOf(...statuses: { vertexes?: object[]; logs?: object[] }[]): BuildEvent[] {
  const events: BuildEvent[] = [];
  const queue = statuses.map((status) => ({ vertexes: [], logs: [], ...status }) as Status);
  const trace = new BuildTrace(
    () => queue.shift() ?? { vertexes: [], logs: [] },
    (event) => events.push(event),
  );
  for (const _ of statuses) trace.read("");
  return events;
}

test("tells each step once, its lines as they become whole, and how long it took", () => {
  const events = eventsOf(
    { vertexes: [vertex({})] },
    { vertexes: [vertex({ started })], logs: [log("one\ntw")] },
    { vertexes: [vertex({ started })], logs: [log("o\r\n10%\r100%\n"), log("warn", 2)] },
    { vertexes: [vertex({ started, completed })], logs: [log("rest")] },
    { vertexes: [vertex({ started, completed })] },
  );
  expect(events).toEqual([
    { kind: "step", name: "[1/2] RUN x" },
    { kind: "line", stream: "out", text: "one" },
    { kind: "line", stream: "out", text: "two" },
    { kind: "line", stream: "out", text: "100%" },
    { kind: "line", stream: "out", text: "rest" },
    { kind: "line", stream: "err", text: "warn" },
    { kind: "done", name: "[1/2] RUN x", cached: false, durationMs: 2500 },
  ]);
});

test("says which steps came from the cache and which failed", () => {
  expect(eventsOf({ vertexes: [vertex({ started, completed, cached: true })] }).at(-1)).toMatchObject({ cached: true });
  const failed = eventsOf({ vertexes: [vertex({ started, completed, error: "exit code: 1" })] }).at(-1);
  expect(failed).toEqual({ kind: "failed", name: "[1/2] RUN x", problem: "exit code: 1" });
});

test("keeps BuildKit's own steps out of sight", () => {
  expect(eventsOf({ vertexes: [vertex({ name: "[internal] load build definition", started, completed })] })).toEqual(
    [],
  );
});
