import { expect, test } from "bun:test";
import { TrafficCounts } from "./traffic-counts.ts";

test("numbers are kept apart by owner and release, and what was told does not change afterwards", () => {
  const counts = new TrafficCounts();
  counts.of("env-1", "r1").requests++;
  counts.of("env-1", "r1").errors++;
  counts.of("env-1", "r2").open++;
  counts.of("env-2", "r1").requests++;
  const told = counts.ofOwner("env-1");
  counts.of("env-1", "r1").requests++;
  expect(told).toEqual({ r1: { requests: 1, errors: 1, open: 0 }, r2: { requests: 0, errors: 0, open: 1 } });
  counts.forget("env-1");
  expect(counts.ofOwner("env-1")).toEqual({});
});
