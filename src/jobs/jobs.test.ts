import { describe, expect, spyOn, test } from "bun:test";
import { assetPath } from "../lib/assets.ts";
import { openDatabase } from "../lib/db.ts";
import { migrate } from "../lib/migrate.ts";
import { type Job, PutOff } from "./job.ts";
import { JobStore } from "./job-store.ts";
import { Worker } from "./worker.ts";

function openStore(): JobStore {
  const db = openDatabase(":memory:");
  migrate(db, assetPath("migrations"));
  return new JobStore(db);
}

const deployment = (subject: string, payload = "d1") => ({ kind: "deployment", subject, payload });

describe("the queue", () => {
  test("hands out jobs in the order of their time, one of a subject at once", () => {
    const store = openStore();
    store.add(deployment("blog", "first"), 1);
    store.add(deployment("blog", "second"), 2);
    store.add(deployment("shop", "third"), 3);
    expect(store.claim("deployment", 10, 20)?.payload).toBe("first");
    expect(store.claim("deployment", 10, 20)?.payload).toBe("third");
    expect(store.claim("deployment", 10, 20)).toBeNull();
  });

  test("hands out the next job of a subject when the running one has ended", () => {
    const store = openStore();
    store.add(deployment("blog", "first"), 1);
    store.add(deployment("blog", "second"), 2);
    const first = store.claim("deployment", 10, 20) as Job;
    store.finish(first.id, null);
    expect(store.claim("deployment", 10, 20)?.payload).toBe("second");
  });

  test("keeps a job back until its time has come", () => {
    const store = openStore();
    store.add({ ...deployment("blog"), runAt: 100 }, 1);
    expect(store.claim("deployment", 99, 200)).toBeNull();
    expect(store.claim("deployment", 100, 200)?.subject).toBe("blog");
  });

  test("hands a job out again when its lease ran out, and counts the attempt", () => {
    const store = openStore();
    store.add(deployment("blog"), 1);
    expect(store.claim("deployment", 10, 20)?.attempts).toBe(1);
    expect(store.release(20)).toBe(0);
    expect(store.release(21)).toBe(1);
    expect(store.claim("deployment", 30, 40)?.attempts).toBe(2);
  });
});

describe("the worker", () => {
  test("runs what is added, no more at once than it may", async () => {
    const store = openStore();
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
    for (let index = 0; index < 6; index++) store.add(deployment(`project-${index}`), index);
    const worker = new Worker({ store, kinds: { deployment: { handle: handler, concurrency: 2 } }, now: () => 100 });
    worker.start();
    await done.promise;
    await worker.stop();
    expect(most).toBe(2);
  });

  test("a job that was stopped runs again at the next start", async () => {
    const store = openStore();
    store.add(deployment("blog"), 1);
    const begun = Promise.withResolvers<void>();
    const patient = (_job: Job, signal: AbortSignal) => {
      begun.resolve();
      return new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    };
    const first = new Worker({ store, kinds: { deployment: { handle: patient, concurrency: 1 } }, now: () => 100 });
    first.start();
    await begun.promise;
    await first.stop();

    const again = Promise.withResolvers<number>();
    const handler = async (job: Job) => again.resolve(job.attempts);
    const second = new Worker({ store, kinds: { deployment: { handle: handler, concurrency: 1 } }, now: () => 100 });
    second.start();
    expect(await again.promise).toBe(2);
    await second.stop();
  });

  test("a job that took the process down five times is given up, where its kind can say so", async () => {
    const store = openStore();
    store.add(deployment("blog"), 1);
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
  const store = openStore();
  store.add({ kind: "retire", subject: "old", payload: "" }, 1);
  store.add(deployment("blog"), 2);
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
  const store = openStore();
  store.add(deployment("blog", "patient"), 1);
  store.add(deployment("shop", "quick"), 2);
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
  const worker = new Worker({ store, kinds: { deployment: { handle, concurrency: 1 } }, now: () => now });
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

test("a queue that cannot be written for a while, because the disk is full, is not the end of it", async () => {
  const store = openStore();
  store.add(deployment("blog"), 1);
  const failed = Promise.withResolvers<void>();
  store.finish = () => {
    failed.resolve();
    throw new Error("database or disk is full");
  };
  const handle = async () => {};
  const worker = new Worker({ store, kinds: { deployment: { handle, concurrency: 1 } }, now: () => 100 });
  worker.start();
  await failed.promise;
  await worker.stop();
  // Its lease runs out, and it is handed out again.
  expect(store.release(Number.MAX_SAFE_INTEGER)).toBe(1);
});

test("a job that another program's lock kept from its work is begun again a moment later, and was not begun in vain", async () => {
  const store = openStore();
  store.add(deployment("blog"), 1);
  let now = 100;
  const attempts: number[] = [];
  const ended = Promise.withResolvers<void>();
  const handle = async ({ attempts: count }: Job) => {
    attempts.push(count);
    if (attempts.length === 1) throw Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
    ended.resolve();
  };
  const worker = new Worker({ store, kinds: { deployment: { handle, concurrency: 1 } }, now: () => now });
  worker.start();
  while (store.isPending("deployment", "blog") && attempts.length < 1) await Promise.resolve();
  await Bun.sleep(0);
  now = 2000;
  worker.wake();
  await ended.promise;
  await worker.stop();
  expect(attempts).toEqual([1, 1]);
});

/** Those that a worker sets are held back, so that a test says when their time has come. */
function heldTimers() {
  const set: { run: () => void; durationMs: number }[] = [];
  const timer = (run: () => void, durationMs: number) => {
    set.push({ run, durationMs });
    return { unref: () => {} } as unknown as Timer;
  };
  const spy = spyOn(globalThis, "setTimeout").mockImplementation(timer as typeof setTimeout);
  return { set, release: () => spy.mockRestore() };
}

test("a job that is put off begins as soon as its time has come, not at the next beat", async () => {
  const store = openStore();
  store.add(deployment("blog"), 1);
  let now = 100;
  const attempts: number[] = [];
  const again = Promise.withResolvers<void>();
  const handle = async () => {
    attempts.push(now);
    if (attempts.length === 1) throw new PutOff(300);
    again.resolve();
  };
  const timers = heldTimers();
  const worker = new Worker({ store, kinds: { deployment: { handle, concurrency: 1 } }, now: () => now });
  worker.start();
  while (timers.set.length === 0) await Promise.resolve();
  timers.release();
  expect(timers.set.map(({ durationMs }) => durationMs)).toEqual([300]);
  now = 400;
  timers.set[0]?.run();
  await again.promise;
  await worker.stop();
  expect(attempts).toEqual([100, 400]);
});

test("how a job ended while the queue was locked is written down soon after, and a put-off one has waited already", async () => {
  const store = openStore();
  store.add(deployment("blog"), 1);
  let now = 100;
  const locked = Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
  let isLocked = true;
  const { putOff } = store;
  store.putOff = (id, runAt) => {
    if (isLocked) throw locked;
    putOff.call(store, id, runAt);
  };
  const attempts: number[] = [];
  const again = Promise.withResolvers<void>();
  const handle = async () => {
    attempts.push(now);
    if (attempts.length === 1) throw locked;
    again.resolve();
  };
  const timers = heldTimers();
  const worker = new Worker({ store, kinds: { deployment: { handle, concurrency: 1 } }, now: () => now });
  worker.start();
  while (timers.set.length === 0) await Promise.resolve();
  timers.release();
  isLocked = false;
  now = 30_000;
  timers.set[0]?.run();
  await again.promise;
  await worker.stop();
  expect(attempts).toEqual([100, 30_000]);
});

test("a job that was added while the queue is locked begins soon after, and whoever added it is not told of that", async () => {
  const store = openStore();
  const begun = Promise.withResolvers<void>();
  const handle = async () => begun.resolve();
  const worker = new Worker({ store, kinds: { deployment: { handle, concurrency: 1 } }, now: () => 100 });
  worker.start();
  store.add(deployment("blog"), 1);
  const { claim } = store;
  store.claim = () => {
    throw new Error("database is locked");
  };
  const timers = heldTimers();
  worker.wake();
  timers.release();
  store.claim = claim;
  expect(timers.set).toHaveLength(1);
  timers.set[0]?.run();
  await begun.promise;
  await worker.stop();
});

test("what is written together is written as a whole or not at all", () => {
  const store = openStore();
  const failing = () =>
    store.together(() => {
      store.add(deployment("blog"), 1);
      throw new Error("the second half failed");
    });
  expect(failing).toThrow("the second half failed");
  expect(store.isPending("deployment", "blog")).toBe(false);
});
