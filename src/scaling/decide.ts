import { SECOND_MS } from "../lib/time.ts";
import type { Replicas } from "../projects/environment-settings.ts";

/** How hard the replicas worked at one moment: 1 is at the goal, and of several goals the one that presses most counts. */
export type Sample = { at: number; pressure: number };

/** What is known since the last change of the number of replicas; what pressed before tells nothing about now. */
export type Load = { running: number; changedAt: number; samples: readonly Sample[] };

const UP_AFTER_MS = 10 * SECOND_MS;
const UP_PAUSE_MS = 15 * SECOND_MS;
const DOWN_AFTER_MS = 60 * SECOND_MS;
/** One replica fewer must stay this far below the goal, or it would come back at once. */
const CALM = 0.8;

/** How many replicas there should be now: quickly more under load, slowly one fewer without. */
export function decide(
  { running, changedAt, samples }: Load,
  { fewest, most }: Pick<Replicas, "fewest" | "most">,
  now: number,
): number {
  if (running < fewest) return fewest;
  if (running > most) return most;
  const least = Math.min(...known(samples, now - UP_AFTER_MS));
  if (least > 1 && running < most && now - changedAt >= UP_PAUSE_MS) return Math.min(most, enough(running, least));
  const greatest = Math.max(...known(samples, now - DOWN_AFTER_MS));
  const isCalm = Number.isFinite(greatest) && greatest * running <= CALM * (running - 1);
  return isCalm && running > fewest ? running - 1 : running;
}

/** As many as the load seen at every look needs, yet no more than twice as many at once: processors tell no more than that they are busy. */
function enough(running: number, pressure: number): number {
  return Math.min(2 * running, Math.max(running + 1, Math.ceil(running * pressure)));
}

/** What pressed since then. Where nobody looked that long it was neither little nor much. */
function known(samples: readonly Sample[], since: number): number[] {
  const isKnown = samples.some(({ at }) => at <= since);
  const pressures = isKnown ? samples.filter(({ at }) => at >= since).map(({ pressure }) => pressure) : [];
  return pressures.length > 0 ? pressures : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
}

/** What `decide` may still look at. */
export function recent(samples: readonly Sample[], now: number): Sample[] {
  return samples.filter(({ at }) => now - at <= 2 * DOWN_AFTER_MS);
}
