import { HOUR_MS, SECOND_MS } from "../lib/time.ts";
import type { EnvironmentKind } from "../projects/project.ts";

/** An environment that serves, and how it is used. */
export type Awake = { id: string; kind: EnvironmentKind; sleepAfterMs: number | null; lastRequestAt: number };

/** Whoever was asked for within this time would be woken again at once. */
const IN_USE_MS = 30 * SECOND_MS;
/** Asleep this long it is not likely to be asked for soon, so its memory is of more use to others. */
export const STOP_AFTER_MS = HOUR_MS;

/** Those whose time has come. */
export function sleepy(awake: readonly Awake[], now: number): Awake[] {
  return awake.filter(
    ({ sleepAfterMs, lastRequestAt }) => sleepAfterMs !== null && now - lastRequestAt >= sleepAfterMs,
  );
}

/** Who sleeps first when memory runs out: previews, then those who may sleep, each by their oldest request. Nobody else does. */
export function firstToSleep(awake: readonly Awake[], now: number): Awake | null {
  const rank = ({ kind }: Awake) => (kind === "preview" ? 0 : 1);
  const [first] = awake
    .filter(({ kind, sleepAfterMs }) => kind === "preview" || sleepAfterMs !== null)
    .filter(({ lastRequestAt }) => now - lastRequestAt >= IN_USE_MS)
    .sort((a, b) => rank(a) - rank(b) || a.lastRequestAt - b.lastRequestAt);
  return first ?? null;
}
