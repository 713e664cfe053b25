export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** `83_000` → `1m 23s`, `950` → `0.9s`. For stage clocks and totals. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 10 * SECOND_MS) return `${(Math.floor(durationMs / 100) / 10).toFixed(1)}s`;
  const seconds = Math.floor(durationMs / SECOND_MS);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}

/** `3 minutes ago`, `in 2 days`, `just now`. */
export function relativeTime(at: number, now: number): string {
  const distanceMs = Math.abs(now - at);
  if (distanceMs < 10 * SECOND_MS) return "just now";
  const words = plural(distanceMs);
  return at <= now ? `${words} ago` : `in ${words}`;
}

function plural(distanceMs: number): string {
  const steps: [number, string][] = [
    [365 * DAY_MS, "year"],
    [30 * DAY_MS, "month"],
    [DAY_MS, "day"],
    [HOUR_MS, "hour"],
    [MINUTE_MS, "minute"],
    [SECOND_MS, "second"],
  ];
  const [size, name] = steps.find(([size]) => distanceMs >= size) ?? [SECOND_MS, "second"];
  const count = Math.floor(distanceMs / size);
  return `${count} ${name}${count === 1 ? "" : "s"}`;
}
