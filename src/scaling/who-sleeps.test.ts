import { expect, test } from "bun:test";
import { type Awake, firstToSleep, sleepy } from "./who-sleeps.ts";

const NOW = 10_000_000;
const one = (id: string, idleMs: number, more: Partial<Awake> = {}): Awake => ({
  ...{ id, kind: "production" as const, sleepAfterMs: null, lastRequestAt: NOW - idleMs },
  ...more,
});
const preview = { kind: "preview" as const };
const sleeps = { sleepAfterMs: 3_600_000 };

test("those sleep whose time has come", () => {
  const all = [one("a", 60_000, { sleepAfterMs: 60_000 }), one("b", 59_999, { sleepAfterMs: 60_000 }), one("c", 1e6)];
  expect(sleepy(all, NOW).map(({ id }) => id)).toEqual(["a"]);
});

test("when memory runs out previews sleep first, then those who may, each by the oldest request", () => {
  const all = [one("a", 9e5, sleeps), one("b", 1e5, preview), one("c", 2e5, preview), one("d", 9e6)];
  const order: string[] = [];
  for (let left = all, next = firstToSleep(left, NOW); next; next = firstToSleep(left, NOW)) {
    const { id } = next;
    order.push(id);
    left = left.filter((other) => other.id !== id);
  }
  expect(order).toEqual(["c", "b", "a"]);
});

test("who was asked for half a minute ago does not sleep: it would be woken at once", () => {
  expect(firstToSleep([one("a", 29_000, preview)], NOW)).toBeNull();
});
