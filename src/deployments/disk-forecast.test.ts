import { describe, expect, test } from "bun:test";
import { memoryDatabase } from "../../test/support/database.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import { type DiskSample, diskForecast, forecastWords } from "./disk-forecast.ts";
import { DiskStore } from "./disk-store.ts";

const NOW = 100 * DAY_MS;
const GIGA = 1e9;

/** Hour by hour until now; `free` is asked with the hours that are left. */
function samples(hours: number, free: (hoursAgo: number) => number, totalBytes = 100 * GIGA): DiskSample[] {
  return Array.from({ length: hours + 1 }, (_, index) => {
    const hoursAgo = hours - index;
    return { at: NOW - hoursAgo * HOUR_MS, freeBytes: free(hoursAgo), totalBytes };
  });
}
const days = (leftMs: number | null) => leftMs && leftMs / DAY_MS;

describe("the forecast", () => {
  test("a disk that fills steadily is full when its line says so", () => {
    const steady = samples(7 * 24, (hoursAgo) => 18 * GIGA + (hoursAgo / 24) * 2 * GIGA);
    expect(days(diskForecast(steady, NOW))).toBeCloseTo(9, 5);
  });

  test("a day of noise does not hide the trend", () => {
    const noisy = samples(7 * 24, (hoursAgo) => 18 * GIGA + (hoursAgo / 24) * 2 * GIGA + (hoursAgo % 2 ? GIGA : -GIGA));
    const left = days(diskForecast(noisy, NOW)) ?? 0;
    expect(left).toBeGreaterThan(8);
    expect(left).toBeLessThan(10);
  });

  test("nothing is said of a disk that does not fill, or of which too little is known", () => {
    expect(diskForecast([], NOW)).toBeNull();
    expect(
      diskForecast(
        samples(48, () => GIGA),
        NOW,
      ),
    ).toBeNull();
    expect(
      diskForecast(
        samples(48, (hoursAgo) => 50 * GIGA - hoursAgo * GIGA),
        NOW,
      ),
    ).toBeNull();
    expect(
      diskForecast(
        samples(3, (hoursAgo) => GIGA + hoursAgo * GIGA),
        NOW,
      ),
    ).toBeNull();
    expect(
      diskForecast(
        samples(48, (hoursAgo) => 90 * GIGA + hoursAgo),
        NOW,
      ),
    ).toBeNull();
  });

  test("only the last 7 days count, and only the time since the disk was made larger", () => {
    const quietSince = samples(20 * 24, (hoursAgo) => Math.max(50 * GIGA, (hoursAgo - 8 * 24) * GIGA));
    expect(diskForecast(quietSince, NOW)).toBeNull();
    const small = samples(48, (hoursAgo) => 20 * GIGA - (48 - hoursAgo) * 0.1 * GIGA).slice(0, 24);
    const large = samples(24, () => 80 * GIGA, 200 * GIGA);
    expect(diskForecast([...small, ...large], NOW)).toBeNull();
  });

  test("is said in words", () => {
    expect([null, 0, 5 * HOUR_MS, 30 * HOUR_MS, 9.7 * DAY_MS].map(forecastWords)).toEqual([
      null,
      "full within the hour",
      "full in 5 hours",
      "full in 30 hours",
      "full in 9 days",
    ]);
  });
});

test("samples are kept for 30 days", () => {
  const store = new DiskStore(memoryDatabase());
  for (const at of [NOW - 31 * DAY_MS, NOW - 29 * DAY_MS, NOW]) store.add(at, { freeBytes: at, totalBytes: 1 });
  expect(store.since(0).map(({ at }) => at)).toEqual([NOW - 29 * DAY_MS, NOW]);
});
