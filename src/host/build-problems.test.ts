import { expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { explainLimits, saysNoFork } from "./build-problems.ts";

const limits = { memoryBytes: 2_000_000_000, cpus: 1, pids: 500 };
const failed = new AppError({ code: "build_failed", status: 422, summary: "The build failed: `npm run build`." });

test("a command that failed when the memory ended is said to have wanted more", () => {
  const problem = explainLimits(failed, limits, { ranOutOfMemory: "builds", couldNotFork: true }) as AppError;
  expect(problem.code).toBe("build_out_of_memory");
  expect(problem.summary).toBe(
    "The build ran out of memory: all builds together may use 2.0 GB. The build failed: `npm run build`.",
  );
});

test("a command that was ended when the whole machine had no memory left is not said to have wanted more", () => {
  const problem = explainLimits(failed, limits, { ranOutOfMemory: "machine", couldNotFork: false }) as AppError;
  expect([problem.code, problem.summary]).toEqual([
    "machine_out_of_memory",
    "The machine ran out of memory, and a build is the first to be ended then. The build failed: `npm run build`.",
  ]);
});

test("a command that could start no further program is said to have wanted more of them", () => {
  const problem = explainLimits(failed, limits, { ranOutOfMemory: null, couldNotFork: true });
  expect(problem).toMatchObject({ code: "build_too_many_processes", hint: expect.stringContaining("BUILD_PIDS") });
});

test("any other problem stays what it is", () => {
  expect(explainLimits(failed, limits, { ranOutOfMemory: null, couldNotFork: false })).toBe(failed);
  const cancelled = new DOMException("x", "AbortError");
  expect(explainLimits(cancelled, limits, { ranOutOfMemory: "builds", couldNotFork: true })).toBe(cancelled);
});

test("knows how shells say that they cannot start a program", () => {
  expect(saysNoFork("/script.sh: 1: Cannot fork")).toBe(true);
  expect(saysNoFork("bash: fork: retry: Resource temporarily unavailable")).toBe(true);
  expect(saysNoFork("connect: Resource temporarily unavailable")).toBe(false);
});
