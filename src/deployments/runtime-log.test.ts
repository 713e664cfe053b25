import { describe, expect, test } from "bun:test";
import type { Instance, LogOptions, Runtime, RuntimeLogLine } from "../runtimes/runtime.ts";
import { type Cursor, cursorText, followServiceLines, parseCursor, readServiceLines } from "./runtime-log.ts";

const labels = { installation: "i", team: "t", project: "p", environment: "e", deployment: "d" };
const instance = (service: string): Instance => ({
  name: `blog-${service}`,
  service,
  labels,
  address: null,
  port: null,
});
const line = (at: number, text: string): RuntimeLogLine => ({ at, stream: "out", text, position: text });

/** An engine whose services have said these lines, and nothing more. */
function engine(said: Record<string, RuntimeLogLine[]>): Runtime {
  async function* logs(name: string, { tail, after }: LogOptions) {
    const lines = said[name.replace("blog-", "")] ?? [];
    const seen = lines.findIndex(({ position }) => position === after);
    yield* after === null ? lines.slice(lines.length - tail) : lines.slice(seen + 1);
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

  test("goes on after what was seen, whatever the lines' times", async () => {
    const before = { web: [line(1, "a"), line(2, "b"), line(2, "c")] };
    const { cursor } = await readServiceLines(engine(before), [instance("web")], 10);
    const after = engine({ web: [...before.web.map(({ text }) => line(9, text)), line(9, "d"), line(9, "e")] });
    expect(await follow(after, ["web"], cursor)).toEqual(["d", "e"]);
  });

  test("goes on for each service by itself", async () => {
    const before = { web: [line(5, "web 1")], worker: [line(1, "worker 1")] };
    const { cursor } = await readServiceLines(engine(before), [instance("web"), instance("worker")], 10);
    const after = engine({ web: before.web, worker: [...before.worker, line(2, "worker 2")] });
    expect(await follow(after, ["web", "worker"], cursor)).toEqual(["worker 2"]);
  });

  test("does not bring back what was older than the wanted lines", async () => {
    const said = { web: [line(1, "old"), line(4, "new")], worker: [line(2, "older"), line(3, "than")] };
    const services = [instance("web"), instance("worker")];
    const { lines, cursor } = await readServiceLines(engine(said), services, 1);
    expect(lines.map(({ text }) => text)).toEqual(["new"]);
    expect(await follow(engine(said), ["web", "worker"], cursor)).toEqual([]);
  });

  test("a service that was not there before is read from its first line", async () => {
    const { cursor } = await readServiceLines(engine({ web: [line(1, "a")] }), [instance("web")], 10);
    const after = engine({ web: [line(1, "a")], worker: [line(2, "first"), line(3, "second")] });
    expect(await follow(after, ["web", "worker"], cursor)).toEqual(["first", "second"]);
  });

  test("keeps its place in an event's id", () => {
    const cursor = { number: 12, places: { "blog-d2-web": "2026-11-21T03:00:00.123456789Z+1", "my-worker": "4711" } };
    expect(parseCursor(cursorText(cursor))).toEqual(cursor);
    expect(parseCursor("nonsense").number).toBe(0);
    expect(parseCursor(null).number).toBe(0);
  });
});
