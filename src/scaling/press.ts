import type { Goals } from "../projects/environment-settings.ts";

/** What the mean replica has to do: shares of what it may use, and requests in a second, where they were counted. */
export type Work = { cpuShare: number; memoryShare: number; requestRate: number | null };

/** How hard the replicas work: 1 is at the goal. `words` say what presses most. */
export type Press = { pressure: number; words: string };

/** `null` where a goal counts that cannot be told yet. */
export function pressOf({ cpuShare, memoryShare, requestRate }: Work, goals: Goals): Press | null {
  if (goals.requestRate !== null && requestRate === null) return null;
  const presses = [
    press(cpuShare, goals.cpuShare, () => `CPU at ${percent(cpuShare)}`),
    press(memoryShare, goals.memoryShare, () => `memory at ${percent(memoryShare)}`),
    press(requestRate ?? 0, goals.requestRate, () => `${Math.round(requestRate ?? 0)} requests a second for each`),
  ];
  return presses.filter((one) => one !== null).reduce((most, one) => (one.pressure > most.pressure ? one : most));
}

function press(value: number, goal: number | null, words: () => string): Press | null {
  return goal === null ? null : { pressure: value / goal, words: words() };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
