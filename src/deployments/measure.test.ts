import { expect, test } from "bun:test";
import type { ProbeResult } from "../host/host.ts";
import { measureWords, Prober } from "./measure.ts";

/** A host whose clock moves by what each answer takes. */
function hostAnswering(answers: { result: ProbeResult; afterMs: number }[]) {
  let now = 0;
  const asked: string[] = [];
  const all = Promise.withResolvers<void>();
  const last: { result: ProbeResult; afterMs: number } = { result: { kind: "answered", status: 200 }, afterMs: 1 };
  const host = {
    now: () => now,
    sleep: async (durationMs: number) => {
      now += durationMs;
      await new Promise((resolve) => setImmediate(resolve));
    },
    probeHttp: async (url: string, _timeoutMs: number, headers?: Record<string, string>) => {
      asked.push(`${headers?.host} ${url}`);
      const { result, afterMs } = answers.shift() ?? last;
      now += afterMs;
      if (answers.length === 0) all.resolve();
      return result;
    },
  };
  return { host, asked, all: all.promise };
}

test("what has no answer, and what the edge answers for it, counts as lost", async () => {
  const { host, asked, all } = hostAnswering([
    { result: { kind: "answered", status: 200 }, afterMs: 5 },
    { result: { kind: "answered", status: 404 }, afterMs: 5 },
    { result: { kind: "answered", status: 500 }, afterMs: 40 },
    { result: { kind: "answered", status: 502 }, afterMs: 5 },
    { result: { kind: "refused" }, afterMs: 1 },
    { result: { kind: "timeout" }, afterMs: 30 },
  ]);
  const prober = new Prober(host, { url: "http://127.0.0.1:80/health", hostname: "blog.localhost" });
  await all;
  const measure = await prober.stop();
  expect(measure).toMatchObject({ lost: 3, slowestMs: 40 });
  expect(measure.requests).toBeGreaterThanOrEqual(6);
  expect(asked[0]).toBe("blog.localhost http://127.0.0.1:80/health");
});

test("a measure reads as a sentence", () => {
  expect(measureWords({ requests: 1204, lost: 0, slowestMs: 38.2, pausedMs: 0 })).toBe(
    "0 of 1,204 requests lost, slowest 38 ms",
  );
  expect(measureWords({ requests: 90, lost: 0, slowestMs: 2400, pausedMs: 2300 })).toBe(
    "0 of 90 requests lost, slowest 2,400 ms, paused for 2.3s",
  );
});
