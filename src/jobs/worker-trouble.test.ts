import { expect, test } from "bun:test";
import { deploymentJob, deploymentWorker, heldTimers, openQueue } from "../../test/support/queue.ts";
import { type Job, PutOff } from "./job.ts";

test("a queue that cannot be written for a while, because the disk is full, is not the end of it", async () => {
  const store = openQueue();
  store.add(deploymentJob("blog"), 1);
  const failed = Promise.withResolvers<void>();
  store.finish = () => {
    failed.resolve();
    throw new Error("database or disk is full");
  };
  const handle = async () => {};
  const worker = deploymentWorker(store, handle);
  worker.start();
  await failed.promise;
  await worker.stop();
  // Its lease runs out, and it is handed out again.
  expect(store.release(Number.MAX_SAFE_INTEGER)).toBe(1);
});

test("a job that another program's lock kept from its work is begun again a moment later, and was not begun in vain", async () => {
  const store = openQueue();
  store.add(deploymentJob("blog"), 1);
  let now = 100;
  const attempts: number[] = [];
  const ended = Promise.withResolvers<void>();
  const handle = async ({ attempts: count }: Job) => {
    attempts.push(count);
    if (attempts.length === 1) throw Object.assign(new Error("database is locked"), { code: "SQLITE_BUSY" });
    ended.resolve();
  };
  const worker = deploymentWorker(store, handle, { now: () => now });
  worker.start();
  while (store.isPending("deployment", "blog") && attempts.length < 1) await Promise.resolve();
  await Bun.sleep(0);
  now = 2000;
  worker.wake();
  await ended.promise;
  await worker.stop();
  expect(attempts).toEqual([1, 1]);
});

test("a job that is put off begins as soon as its time has come, not at the next beat", async () => {
  const store = openQueue();
  store.add(deploymentJob("blog"), 1);
  let now = 100;
  const attempts: number[] = [];
  const again = Promise.withResolvers<void>();
  const handle = async () => {
    attempts.push(now);
    if (attempts.length === 1) throw new PutOff(300);
    again.resolve();
  };
  const timers = heldTimers();
  const worker = deploymentWorker(store, handle, { now: () => now });
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
  const store = openQueue();
  store.add(deploymentJob("blog"), 1);
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
  const worker = deploymentWorker(store, handle, { now: () => now });
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
  const store = openQueue();
  const begun = Promise.withResolvers<void>();
  const handle = async () => begun.resolve();
  const worker = deploymentWorker(store, handle);
  worker.start();
  store.add(deploymentJob("blog"), 1);
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

test("a job that never fails is begun again until it succeeds; another one has failed for good", async () => {
  const store = openQueue();
  store.add(deploymentJob("blog"), 1);
  let now = 100;
  const begunAt: number[] = [];
  const handle = async () => {
    begunAt.push(now);
    if (begunAt.length < 3) throw new Error("the engine does not answer");
  };
  const worker = deploymentWorker(store, handle, { now: () => now, retries: true });
  worker.start();
  for (const passed of [1, 2]) {
    while (begunAt.length < passed || store.nextAt(now) === null) await Promise.resolve();
    now = store.nextAt(now) ?? now;
    worker.wake();
  }
  while (store.isPending("deployment", "blog")) await Promise.resolve();
  await worker.stop();
  expect(begunAt).toEqual([100, 30_100, 60_100]);

  store.add(deploymentJob("shop"), now);
  const failing = deploymentWorker(store, () => Promise.reject(new Error("no")), { now: () => now });
  failing.start();
  while (store.isPending("deployment", "shop")) await Promise.resolve();
  await failing.stop();
  expect(store.nextAt(0)).toBeNull();
});
