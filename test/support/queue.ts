import { spyOn } from "bun:test";
import type { JobHandler, JobKind } from "../../src/jobs/job.ts";
import { JobStore } from "../../src/jobs/job-store.ts";
import { Worker } from "../../src/jobs/worker.ts";
import { memoryDatabase } from "./database.ts";

export const openQueue = () => new JobStore(memoryDatabase());

export const deploymentJob = (subject: string, payload = "d1") => ({ kind: "deployment", subject, payload });

type Options = Omit<JobKind, "handle" | "concurrency"> & { concurrency?: number; now?: () => number };

/** A worker that knows one kind. */
export function deploymentWorker(store: JobStore, handle: JobHandler, options: Options = {}): Worker {
  const { now = () => 100, concurrency = 1, ...kind } = options;
  return new Worker({ store, kinds: { deployment: { handle, concurrency, ...kind } }, now });
}

/** Timers that are set from now on are held back, so that a test says when their time has come. */
export function heldTimers() {
  const set: { run: () => void; durationMs: number }[] = [];
  const timer = (run: () => void, durationMs: number) => {
    set.push({ run, durationMs });
    return { unref: () => {} } as unknown as Timer;
  };
  const spy = spyOn(globalThis, "setTimeout").mockImplementation(timer as typeof setTimeout);
  return { set, release: () => spy.mockRestore() };
}
