import { describe, expect, test } from "bun:test";
import { decide, recent, type Sample } from "./decide.ts";

const NOW = 1_000_000;
const BETWEEN = { fewest: 1, most: 4, cpuShare: 0.7 };

/** One look every five seconds, the last of them now. */
const looks = (...shares: number[]): Sample[] =>
  shares.map((share, index) => ({ at: NOW - (shares.length - 1 - index) * 5000, share }));
const load = (samples: Sample[], { running = 2, changedAt = 0 } = {}) => ({ running, changedAt, samples });

describe("one more", () => {
  test("after ten seconds above the goal", () => {
    expect(decide(load(looks(0.9, 0.8, 0.71)), BETWEEN, NOW)).toBe(3);
    expect(decide(load(looks(0.9, 0.8)), BETWEEN, NOW)).toBe(2);
  });

  test("not for a peak", () => {
    expect(decide(load(looks(0.9, 0.5, 0.9)), BETWEEN, NOW)).toBe(2);
    expect(decide(load(looks(0.1, 0.1, 0.1, 1)), BETWEEN, NOW)).toBe(2);
  });

  test("at most every 15 seconds", () => {
    expect(decide(load(looks(1, 1, 1), { changedAt: NOW - 14_000 }), BETWEEN, NOW)).toBe(2);
    expect(decide(load(looks(1, 1, 1), { changedAt: NOW - 15_000 }), BETWEEN, NOW)).toBe(3);
  });

  test("never beyond the most", () => {
    expect(decide(load(looks(1, 1, 1, 1), { running: 4 }), BETWEEN, NOW)).toBe(4);
  });
});

describe("one fewer", () => {
  const minute = (share: number) => looks(...Array.from({ length: 13 }, () => share));

  test("after a minute below 60 % of the goal", () => {
    expect(decide(load(minute(0.41)), BETWEEN, NOW)).toBe(1);
    expect(decide(load(minute(0.41).slice(1)), BETWEEN, NOW)).toBe(2);
  });

  test("not when it is merely below the goal, so that it does not swing", () => {
    expect(decide(load(minute(0.43)), BETWEEN, NOW)).toBe(2);
  });

  test("never below the fewest", () => {
    expect(decide(load(minute(0), { running: 1 }), BETWEEN, NOW)).toBe(1);
  });
});

test("settings that changed count at once", () => {
  expect(decide(load([], { running: 1 }), { ...BETWEEN, fewest: 2 }, NOW)).toBe(2);
  expect(decide(load([], { running: 9 }), BETWEEN, NOW)).toBe(4);
});

test("remembers two minutes", () => {
  expect(
    recent(
      [
        { at: NOW - 120_001, share: 1 },
        { at: NOW - 120_000, share: 1 },
      ],
      NOW,
    ),
  ).toHaveLength(1);
});
