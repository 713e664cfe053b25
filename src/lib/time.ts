export const SECOND_MS = 1000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** `83_000` → `1m 23s`, `950` → `0.9s`, `14` → `14ms`. For stage clocks and totals. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 100) return `${Math.max(0, Math.floor(durationMs))}ms`;
  if (durationMs < 10 * SECOND_MS) return `${(Math.floor(durationMs / 100) / 10).toFixed(1)}s`;
  const seconds = Math.floor(durationMs / SECOND_MS);
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${seconds % 60}s`;
  return `${Math.floor(seconds / 3600)}h ${Math.floor((seconds % 3600) / 60)}m`;
}

/** `3 min ago`, `in 2 days`, `just now`. */
export function relativeTime(at: number, now: number): string {
  const distanceMs = Math.abs(now - at);
  if (distanceMs < 10 * SECOND_MS) return "just now";
  const words = amount(distanceMs);
  return at <= now ? `${words} ago` : `in ${words}`;
}

function amount(distanceMs: number): string {
  const units: [size: number, one: string, more: string][] = [
    [365 * DAY_MS, "year", "years"],
    [30 * DAY_MS, "month", "months"],
    [DAY_MS, "day", "days"],
    [HOUR_MS, "h", "h"],
    [MINUTE_MS, "min", "min"],
  ];
  const [size, one, more] = units.find(([size]) => distanceMs >= size) ?? [SECOND_MS, "s", "s"];
  const count = Math.floor(distanceMs / size);
  return `${count} ${count === 1 ? one : more}`;
}
