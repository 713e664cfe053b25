import type { Traffic } from "../edge/edge.ts";

export type Window = { requests: number; errors: number };

/** Fewer requests than this tell nothing. */
const FEWEST_REQUESTS = 20;
/** A share of errors that is too high by itself, and how much worse than before it must be. */
const HIGH_SHARE = 0.05;
const TIMES_WORSE = 3;

/** What happened between two looks at a counter. A counter that began anew (the edge was restarted) counts from zero. */
export function between(before: Traffic | undefined, after: Traffic | undefined): Window {
  if (!after) return { requests: 0, errors: 0 };
  if (!before || after.requests < before.requests) return { requests: after.requests, errors: after.errors };
  return { requests: after.requests - before.requests, errors: after.errors - before.errors };
}

/** Whether the errors of a new release are reason enough to go back, in words; `null` when they are not. */
export function reasonToGoBack(fresh: Window, old: Window): string | null {
  if (fresh.requests < FEWEST_REQUESTS) return null;
  const now = fresh.errors / fresh.requests;
  const before = old.requests === 0 ? 0 : old.errors / old.requests;
  if (now < HIGH_SHARE || now < before * TIMES_WORSE) return null;
  return `${percent(now)} of ${fresh.requests.toLocaleString("en")} requests failed, before it were ${percent(before)}.`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}
