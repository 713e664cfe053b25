import { expect, test } from "bun:test";
import { sleep } from "./sleep.ts";

const LONG_MS = 2 ** 31 - 1;

test("ends when it is told to, also before it has begun", async () => {
  const controller = new AbortController();
  const sleeping = sleep(LONG_MS, controller.signal);
  controller.abort();
  await sleeping;
  await sleep(LONG_MS, controller.signal);
});

test("ends by itself, and asks nothing more of its signal", async () => {
  const controller = new AbortController();
  await sleep(1, controller.signal);
  expect(controller.signal.aborted).toBe(false);
});
