import { describe, expect, test } from "bun:test";
import type { Instance, LogOptions, Runtime, RuntimeLogLine } from "../runtimes/runtime.ts";
import { type Cursor, cursorText, followServiceLines, parseCursor, readServiceLines } from "./runtime-log.ts";

const labels = { installation: "i", team: "t", project: "p", environment: "e", deployment: "d" };
const instance = (service: string): Instance => ({ name: service, service, labels, address: null, port: null });
const line = (at: number, text: string): RuntimeLogLine => ({ at, stream: "out", text });

/** An engine whose services have said these lines, and nothing more. */
function engine(said: Record<string, RuntimeLogLine[]>): Runtime {
  async function* logs(name: string, { tail }: LogOptions) {
    const lines = said[name] ?? [];
    yield* tail === 0 ? [] : lines.slice(-tail);
  }
  return { logs } as unknown as Runtime;
}

async function follow(runtime: Runtime, services: string[], from: Cursor): Promise<string[]> {
  const texts: string[] = [];
  const signal = AbortSignal.timeout(1000);
  for await (const { line } of followServiceLines(runtime, services.map(instance), from, signal)) texts.push(line.text);
  return texts;
}

describe("the log of running services", () => {
  test("is one list in the order of time, numbered from 1", async () => {
    const runtime = engine({ web: [line(1, "a"), line(3, "c")], worker: [line(2, "b")] });
    const { lines } = await readServiceLines(runtime, [instance("web"), instance("worker")], 10);
    expect(lines.map(({ number, service, text }) => `${number} ${service} ${text}`)).toEqual([
      "1 web a",
      "2 worker b",
      "3 web c",
    ]);
  });

  test("goes on after what was seen, also among lines of one millisecond", async () => {
    const before = { web: [line(1, "a"), line(2, "b"), line(2, "c")] };
    const { cursor } = await readServiceLines(engine(before), [instance("web")], 10);
    const after = engine({ web: [...before.web, line(2, "d"), line(3, "e")] });
    expect(await follow(after, ["web"], cursor)).toEqual(["d", "e"]);
  });

  test("goes on for each service by itself", async () => {
    const before = { web: [line(5, "web 1")], worker: [line(1, "worker 1")] };
    const { cursor } = await readServiceLines(engine(before), [instance("web"), instance("worker")], 10);
    const after = engine({ web: before.web, worker: [...before.worker, line(2, "worker 2")] });
    expect(await follow(after, ["web", "worker"], cursor)).toEqual(["worker 2"]);
  });

  test("keeps its place in an event's id", () => {
    const cursor = { number: 12, services: { web: { at: 1700, same: 2 }, "my-worker": { at: 1600, same: 1 } } };
    expect(parseCursor(cursorText(cursor))).toEqual(cursor);
    expect(parseCursor("nonsense").number).toBe(0);
    expect(parseCursor(null).number).toBe(0);
  });
});
