import { describe, expect, test } from "bun:test";
import { decide, recent, type Sample } from "./decide.ts";

const NOW = 1_000_000;
const BETWEEN = { fewest: 1, most: 4 };

/** One look every five seconds, the last of them now. */
const looks = (...pressures: number[]): Sample[] =>
  pressures.map((pressure, index) => ({ at: NOW - (pressures.length - 1 - index) * 5000, pressure }));
const load = (samples: Sample[], { running = 2, changedAt = 0 } = {}) => ({ running, changedAt, samples });

describe("one more", () => {
  test("after ten seconds above the goal", () => {
    expect(decide(load(looks(1.3, 1.1, 1.01)), BETWEEN, NOW)).toBe(3);
    expect(decide(load(looks(1.3, 1.1)), BETWEEN, NOW)).toBe(2);
  });

  test("not for a peak", () => {
    expect(decide(load(looks(1.3, 0.7, 1.3)), BETWEEN, NOW)).toBe(2);
    expect(decide(load(looks(0.1, 0.1, 0.1, 1.4)), BETWEEN, NOW)).toBe(2);
  });

  test("at most every 15 seconds", () => {
    expect(decide(load(looks(1.2, 1.2, 1.2), { changedAt: NOW - 14_000 }), BETWEEN, NOW)).toBe(2);
    expect(decide(load(looks(1.2, 1.2, 1.2), { changedAt: NOW - 15_000 }), BETWEEN, NOW)).toBe(3);
  });

  test("or as many as the load needs that did not go down, and no more than twice as many at once", () => {
    const wide = { fewest: 1, most: 20 };
    expect(decide(load(looks(3, 1.6, 2), { running: 5 }), wide, NOW)).toBe(8);
    expect(decide(load(looks(9, 9, 9), { running: 5 }), wide, NOW)).toBe(10);
  });

  test("never beyond the most", () => {
    expect(decide(load(looks(2, 2, 2, 2), { running: 3 }), BETWEEN, NOW)).toBe(4);
    expect(decide(load(looks(2, 2, 2, 2), { running: 4 }), BETWEEN, NOW)).toBe(4);
  });
});

describe("one fewer", () => {
  const minute = (pressure: number) => looks(...Array.from({ length: 13 }, () => pressure));

  test("after a minute in which those that stay would have been well below the goal", () => {
    expect(decide(load(minute(0.4)), BETWEEN, NOW)).toBe(1);
    expect(decide(load(minute(0.4).slice(1)), BETWEEN, NOW)).toBe(2);
    expect(decide(load(minute(0.6), { running: 4 }), BETWEEN, NOW)).toBe(3);
  });

  test("not when one fewer would work hard again, so that it does not swing", () => {
    expect(decide(load(minute(0.41)), BETWEEN, NOW)).toBe(2);
    expect(decide(load(minute(0.61), { running: 4 }), BETWEEN, NOW)).toBe(4);
  });

  test.each([2, 3, 5, 20])("and what made %d too many never makes one fewer too few", (running) => {
    const wide = { fewest: 1, most: 20 };
    const highest = Array.from({ length: 100 }, (_, percent) => percent / 100).findLast(
      (pressure) => decide(load(minute(pressure), { running }), wide, NOW) < running,
    );
    const then = load(minute(((highest ?? 1) * running) / (running - 1)), { running: running - 1 });
    expect(decide(then, wide, NOW)).toBeLessThanOrEqual(running - 1);
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
        { at: NOW - 120_001, pressure: 1 },
        { at: NOW - 120_000, pressure: 1 },
      ],
      NOW,
    ),
  ).toHaveLength(1);
});
