import { expect, test } from "bun:test";
import { shareOut } from "./share-out.ts";

const LIMITS = { memoryBytes: 1000, cpus: 1.5, pids: 100 };

test("one alone may use all", () => {
  expect(shareOut(LIMITS, [{ memoryBytes: 400, pids: 10 }])).toEqual([LIMITS]);
});

test("several keep what they have, share the processors, and each may take what is left", () => {
  const uses = [
    { memoryBytes: 400, pids: 10 },
    { memoryBytes: 100, pids: 20 },
    { memoryBytes: 0, pids: 0 },
  ];
  expect(shareOut(LIMITS, uses)).toEqual([
    { memoryBytes: 900, pids: 80, cpus: 0.5 },
    { memoryBytes: 600, pids: 90, cpus: 0.5 },
    { memoryBytes: 500, pids: 70, cpus: 0.5 },
  ]);
});

test("nobody gets more when they use more together than they should", () => {
  const uses = [
    { memoryBytes: 700, pids: 60 },
    { memoryBytes: 700, pids: 60 },
  ];
  expect(shareOut(LIMITS, uses)).toEqual(uses.map((use) => ({ ...use, cpus: 0.75 })));
});

test("nobody builds without groups", () => {
  expect(shareOut(LIMITS, [])).toEqual([]);
});
