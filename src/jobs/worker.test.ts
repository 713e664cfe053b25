import { describe, expect, test } from "bun:test";
import { deploymentJob, deploymentWorker, openQueue } from "../../test/support/queue.ts";
import { type Job, PutOff } from "./job.ts";
import { Worker } from "./worker.ts";

describe("the worker", () => {
  test("runs what is added, no more at once than it may", async () => {
    const store = openQueue();
    let running = 0;
    let most = 0;
    const done = Promise.withResolvers<void>();
    let left = 6;
    const handler = async () => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running--;
      if (--left === 0) done.resolve();
    };
    for (let index = 0; index < 6; index++) store.add(deploymentJob(`project-${index}`), index);
    const worker = deploymentWorker(store, handler, { concurrency: 2 });
    worker.start();
    await done.promise;
    await worker.stop();
    expect(most).toBe(2);
  });

  test("a job that was stopped runs again at the next start", async () => {
    const store = openQueue();
    store.add(deploymentJob("blog"), 1);
    const begun = Promise.withResolvers<void>();
    const patient = (_job: Job, signal: AbortSignal) => {
      begun.resolve();
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    };
    const first = deploymentWorker(store, patient);
    first.start();
    await begun.promise;
    await first.stop();

    const again = Promise.withResolvers<number>();
    const handler = async (job: Job) => again.resolve(job.attempts);
    const second = deploymentWorker(store, handler);
    second.start();
    expect(await again.promise).toBe(2);
    await second.stop();
  });

  test("a job that took the process down five times is given up, where its kind can say so", async () => {
    const store = openQueue();
    store.add(deploymentJob("blog"), 1);
    for (let attempt = 0; attempt < 5; attempt++) {
      store.claim("deployment", 10, 20);
      store.release(21);
    }
    store.add({ kind: "retire", subject: "old", payload: "" }, 1);
    for (let attempt = 0; attempt < 5; attempt++) {
      store.claim("retire", 10, 20);
      store.release(21);
    }
    const done: string[] = [];
    const handle = async ({ kind }: Job) => void done.push(`${kind} is done`);
    const giveUp = async ({ kind }: Job) => void done.push(`${kind} is given up`);
    const kinds = { deployment: { handle, giveUp, concurrency: 1 }, retire: { handle, concurrency: 1 } };
    const worker = new Worker({ store, kinds, now: () => 100 });
    worker.start();
    await worker.stop();
    expect(done).toEqual(["deployment is given up", "retire is done"]);
  });
});

test("jobs that only wait do not take the places of those that work", async () => {
  const store = openQueue();
  store.add({ kind: "retire", subject: "old", payload: "" }, 1);
  store.add(deploymentJob("blog"), 2);
  const ran = Promise.withResolvers<void>();
  const waits = (_job: Job, signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  const kinds = {
    retire: { handle: waits, concurrency: 10 },
    deployment: { handle: async () => ran.resolve(), concurrency: 1 },
  };
  const worker = new Worker({ store, kinds, now: () => 100 });
  worker.start();
  await ran.promise;
  expect(store.isPending("retire", "old")).toBe(true);
  await worker.stop();
});

test("a job that is put off gives its place away, is tried again later, and was not begun in vain", async () => {
  const store = openQueue();
  store.add(deploymentJob("blog", "patient"), 1);
  store.add(deploymentJob("shop", "quick"), 2);
  let now = 100;
  const begun: string[] = [];
  const attempts: number[] = [];
  const both = Promise.withResolvers<void>();
  const again = Promise.withResolvers<void>();
  const handle = async ({ payload, attempts: count }: Job) => {
    begun.push(payload);
    attempts.push(count);
    if (begun.length === 2) both.resolve();
    if (begun.length === 3) again.resolve();
    if (begun.length === 1) throw new PutOff(50);
  };
  const worker = deploymentWorker(store, handle, { now: () => now });
  worker.start();
  await both.promise;
  worker.wake();
  expect(begun).toEqual(["patient", "quick"]);
  now = 150;
  worker.wake();
  await again.promise;
  await worker.stop();
  expect(begun).toEqual(["patient", "quick", "patient"]);
  expect(attempts).toEqual([1, 1, 1]);
});
