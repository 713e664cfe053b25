import { expect, test } from "bun:test";
import { pressOf } from "./press.ts";

const work = { cpuShare: 0.35, memoryShare: 0.9, requestRate: 30 };
const CPU = { cpuShare: 0.7, memoryShare: null, requestRate: null };

test("what presses most against its goal counts, and is named", () => {
  expect(pressOf(work, CPU)).toEqual({ pressure: 0.5, words: "CPU at 35 %" });
  const memory = pressOf(work, { ...CPU, memoryShare: 0.75 });
  expect([memory?.pressure.toFixed(2), memory?.words]).toEqual(["1.20", "memory at 90 %"]);
  const requests = pressOf(work, { cpuShare: 0.7, memoryShare: 0.75, requestRate: 20 });
  expect(requests).toEqual({ pressure: 1.5, words: "30 requests a second for each" });
});

test("nothing is said while requests count and have not been counted", () => {
  expect(pressOf({ ...work, requestRate: null }, { ...CPU, requestRate: 20 })).toBeNull();
  expect(pressOf({ ...work, requestRate: null }, CPU)?.pressure).toBe(0.5);
});
