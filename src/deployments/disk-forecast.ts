import { DAY_MS, HOUR_MS } from "../lib/time.ts";

export type DiskSample = { at: number; freeBytes: number; totalBytes: number };

/** What the forecast looks at. */
export const FORECAST_WINDOW_MS = 7 * DAY_MS;
/** A disk that is full by then deserves a look. */
export const SOON_MS = 14 * DAY_MS;
/** One large upload is no trend. */
const SHORTEST_SPAN_MS = 6 * HOUR_MS;
const FEWEST_SAMPLES = 6;
/** Beyond this nobody needs to know. */
const LONGEST_MS = 365 * DAY_MS;

/**
 * How long until the disk is full if it goes on filling as in the last 7 days (least squares over what is in use); `null` when it
 * does not fill, or when too little is known. A disk that was made larger is looked at since then.
 */
export function diskForecast(samples: readonly DiskSample[], now: number): number | null {
  const last = samples.at(-1);
  if (!last) return null;
  const resizedAt = samples.findLast(({ totalBytes }) => totalBytes !== last.totalBytes)?.at ?? 0;
  const recent = samples.filter(({ at }) => at > resizedAt && at >= now - FORECAST_WINDOW_MS && at <= now);
  const [first] = recent;
  if (!first || recent.length < FEWEST_SAMPLES || last.at - first.at < SHORTEST_SPAN_MS) return null;
  const bytesPerMs = -slope(recent);
  if (bytesPerMs <= 0) return null;
  const leftMs = last.freeBytes / bytesPerMs - (now - last.at);
  return leftMs > LONGEST_MS ? null : Math.max(0, leftMs);
}

/** Of free bytes over time, by least squares. */
function slope(samples: readonly DiskSample[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = mean(samples.map(({ at }) => at));
  const level = mean(samples.map(({ freeBytes }) => freeBytes));
  let together = 0;
  let spread = 0;
  for (const { at, freeBytes } of samples) {
    together += (at - middle) * (freeBytes - level);
    spread += (at - middle) ** 2;
  }
  return spread === 0 ? 0 : together / spread;
}

/** `full in 9 days`; `null` when there is nothing to say. */
export function forecastWords(leftMs: number | null): string | null {
  if (leftMs === null) return null;
  if (leftMs < HOUR_MS) return "full within the hour";
  const [count, unit] = leftMs < 2 * DAY_MS ? [leftMs / HOUR_MS, "hour"] : [leftMs / DAY_MS, "day"];
  const whole = Math.floor(count);
  return `full in ${whole} ${unit}${whole === 1 ? "" : "s"}`;
}
