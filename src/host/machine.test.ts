import { expect, test } from "bun:test";
import { admitBuild, whyBuildWaits } from "./machine.ts";

const machine = (totalMb: number, availableMb: number) => ({
  cores: 2,
  load: 0,
  memoryTotalBytes: totalMb * 1e6,
  memoryUsedBytes: (totalMb - availableMb) * 1e6,
});

test("a build begins when there is enough memory for an ordinary one", () => {
  expect(whyBuildWaits(machine(8000, 600), 4e9)).toBeNull();
  expect(whyBuildWaits(machine(8000, 300), 4e9)).toBe(
    "Waiting for memory: 300 MB are available, a build begins at 512 MB.",
  );
});

test("on a small machine it begins with half of what it may use", () => {
  expect(whyBuildWaits(machine(1000, 260), 5e8)).toBeNull();
  expect(whyBuildWaits(machine(1000, 240), 5e8)).toContain("250 MB");
});

test("the machine that the tests run on has memory for a small build", async () => {
  expect(await admitBuild({ memoryBytes: 10_000_000 })).toBeNull();
});
