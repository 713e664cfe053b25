import { expect, test } from "bun:test";
import { DAY_MS, formatDuration, HOUR_MS, MINUTE_MS, relativeTime } from "./time.ts";

test.each([
  [14, "14ms"],
  [950, "0.9s"],
  [9_999, "9.9s"],
  [59_000, "59s"],
  [83_000, "1m 23s"],
  [2 * HOUR_MS + 5 * MINUTE_MS, "2h 5m"],
])("%d ms are written %p", (durationMs, words) => {
  expect(formatDuration(durationMs)).toBe(words);
});

test.each([
  [9_000, "just now"],
  [12_000, "12 s ago"],
  [37 * MINUTE_MS, "37 min ago"],
  [HOUR_MS, "1 h ago"],
  [DAY_MS, "1 day ago"],
  [12 * DAY_MS, "12 days ago"],
  [400 * DAY_MS, "1 year ago"],
  [-2 * DAY_MS, "in 2 days"],
])("a distance of %d ms reads %p", (distanceMs, words) => {
  const now = Date.UTC(2026, 0, 1);
  expect(relativeTime(now - distanceMs, now)).toBe(words);
});
