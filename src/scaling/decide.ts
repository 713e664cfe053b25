import { SECOND_MS } from "../lib/time.ts";
import type { Replicas } from "../projects/environment-settings.ts";

/** The mean CPU share of the replicas at one moment: 1 is all that they may use. */
export type Sample = { at: number; share: number };

/** What is known since the last change of the number of replicas; shares of before tell nothing about now. */
export type Load = { running: number; changedAt: number; samples: readonly Sample[] };

const UP_AFTER_MS = 10 * SECOND_MS;
const UP_PAUSE_MS = 15 * SECOND_MS;
const DOWN_AFTER_MS = 60 * SECOND_MS;
/** Below this part of the goal one replica fewer would still be below it, from two replicas on. */
const LOW = 0.6;

/** How many replicas there should be now: quickly one more under load, slowly one fewer without. */
export function decide(
  { running, changedAt, samples }: Load,
  { fewest, most, cpuShare }: Replicas,
  now: number,
): number {
  if (running < fewest) return fewest;
  if (running > most) return most;
  const isHigh = isAll(samples, now - UP_AFTER_MS, (share) => share > cpuShare);
  if (isHigh && running < most && now - changedAt >= UP_PAUSE_MS) return running + 1;
  const isLow = isAll(samples, now - DOWN_AFTER_MS, (share) => share < cpuShare * LOW);
  return isLow && running > fewest ? running - 1 : running;
}

/** Whether it held at every look since then. Where nobody looked that long it did not. */
function isAll(samples: readonly Sample[], since: number, holds: (share: number) => boolean): boolean {
  const known = samples.some(({ at }) => at <= since);
  return known && samples.filter(({ at }) => at >= since).every(({ share }) => holds(share));
}

/** What `decide` may still look at. */
export function recent(samples: readonly Sample[], now: number): Sample[] {
  return samples.filter(({ at }) => now - at <= 2 * DOWN_AFTER_MS);
}
