import { expect, test } from "bun:test";
import { addCounts, countsOf, verdict } from "./counts.ts";

const ENDING = "\n 84 pass\n 2 skip\n 1 todo\n 3 fail\n 118 expect() calls\nRan 90 tests across 4 files. [148.00ms]\n";

test("the counts are those that Bun ends with", () => {
  expect(countsOf(ENDING, 1)).toEqual({ passed: 84, failed: 3, skipped: 3, notRun: 0 });
  expect(countsOf("\x1b[32m 12 pass\x1b[0m\n\x1b[2m 0 fail\x1b[0m\n", 0)).toMatchObject({ passed: 12, failed: 0 });
});

test("a line that a test printed does not count", () => {
  expect(countsOf(` 7 pass\n${ENDING}`, 1).passed).toBe(84);
});

test("a run that broke down is a failure although no test failed", () => {
  expect(countsOf("Segmentation fault\n", 139)).toMatchObject({ passed: 0, failed: 1 });
  expect(countsOf(" 84 pass\n 0 fail\n", 1)).toMatchObject({ passed: 84, failed: 1 });
});

test("what did not run is a failure in CI and told apart elsewhere", () => {
  const counts = addCounts(countsOf(" 5 pass\n 1 skip\n 0 fail\n", 0), { passed: 0, failed: 0, skipped: 0, notRun: 1 });
  expect(verdict(counts, true)).toEqual({ summary: "5 passed, 2 failed", ok: false });
  expect(verdict(counts, false)).toEqual({ summary: "5 passed, 0 failed", ok: true });
});
