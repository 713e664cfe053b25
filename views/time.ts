import { type Html, html } from "../src/lib/html.ts";
import { formatDuration, relativeTime } from "../src/lib/time.ts";

/** `3 min ago`, with the exact time on hover. `public/js/app.js` keeps it true while the page stays open. */
export function timeAgo(at: number, now: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" title="${exactTime(at)}" data-relative>${relativeTime(at, now)}</time>`;
}

/** `2026-03-01 14:05:09 UTC` */
export function exactTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

/** How long something took, or has taken so far: then the page lets the clock run. */
export function clock(startedAt: number | null, endedAt: number | null, now: number): Html | null {
  if (startedAt === null) return null;
  if (endedAt !== null) return html`<span class="clock">${formatDuration(endedAt - startedAt)}</span>`;
  const elapsedMs = Math.max(0, now - startedAt);
  return html`<span class="clock" data-running-ms="${elapsedMs}">${formatDuration(elapsedMs)}</span>`;
}
