import { invalid } from "../lib/errors.ts";

/** A visitor of a guarded environment. The hash is bcrypt, as htpasswd keeps it. */
export type GateUser = { name: string; hash: string };

/** How an environment is run, beside what runs in it. */
export type EnvironmentSettings = {
  /** Who gets in: everybody, those with a password, or nobody while it is under maintenance. */
  gate: { kind: "open" } | { kind: "password"; users: GateUser[] } | { kind: "maintenance"; message: string };
  /**
   * `overlap`: old and new run together for a moment. `pause`: the old one is stopped first and requests wait, for services that
   * must be alone (one writer of a volume or a file).
   */
  switch: "overlap" | "pause";
  replicas: Replicas;
  /** Asleep after this long without a request; the first one wakes it. `null` never sleeps. */
  sleepAfterMs: number | null;
  /** The same for all previews of the project that say nothing themselves. Only what production has counts. */
  previewsSleepAfterMs: number | null;
};

/** Between `fewest` and `most` of the web service, by what the running ones have to do. Equal numbers do not scale. */
export type Replicas = Goals & { fewest: number; most: number };

/**
 * What the mean replica should have to do: shares of the processors and of the memory that it may use, and requests in a second.
 * There is one more above any of them. `null` does not count.
 */
export type Goals = { cpuShare: number; memoryShare: number | null; requestRate: number | null };

export const DEFAULT_SETTINGS: EnvironmentSettings = {
  gate: { kind: "open" },
  switch: "overlap",
  replicas: { fewest: 1, most: 1, cpuShare: 0.7, memoryShare: null, requestRate: null },
  sleepAfterMs: null,
  previewsSleepAfterMs: null,
};

const MOST_REPLICAS = 20;
const MOST_REQUESTS = 100_000;

/** Throws for the first field that cannot be. */
export function checkSettings(settings: EnvironmentSettings): EnvironmentSettings {
  const { fewest, most } = settings.replicas;
  if (!isCount(fewest)) throw invalid("fewest", `The fewest replicas are a whole number from 1 to ${MOST_REPLICAS}.`);
  if (!isCount(most) || most < fewest) {
    throw invalid("most", `The most replicas are a whole number from ${fewest} to ${MOST_REPLICAS}.`);
  }
  checkGoals(settings.replicas);
  if (settings.switch !== "overlap" && settings.switch !== "pause") {
    throw invalid("switch", "A switch overlaps or pauses.", "Write overlap or pause.");
  }
  if (settings.switch === "pause" && most > 1) {
    throw invalid(
      "most",
      "A service that must be alone cannot have replicas.",
      "Choose one replica, or the overlapping switch.",
    );
  }
  checkSleep("sleepAfter", settings.sleepAfterMs);
  checkSleep("previewsSleepAfter", settings.previewsSleepAfterMs);
  return settings;
}

function checkGoals({ cpuShare, memoryShare, requestRate }: Goals): void {
  if (!isShare(cpuShare)) throw invalid("cpuShare", "The CPU goal is a share from 6 % to 100 %.");
  if (memoryShare !== null && !isShare(memoryShare)) {
    throw invalid("memoryShare", "The memory goal is a share from 6 % to 100 %, or empty.");
  }
  if (requestRate !== null && !(requestRate >= 1 && requestRate <= MOST_REQUESTS)) {
    throw invalid("requestRate", `The goal of requests is from 1 to ${MOST_REQUESTS} in a second, or empty.`);
  }
}

const isShare = (share: number) => share > 0.05 && share <= 1;

function checkSleep(field: string, sleepAfterMs: number | null): void {
  if (sleepAfterMs === null || sleepAfterMs >= 60_000) return;
  throw invalid(field, "A service sleeps after a minute at the earliest.");
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MOST_REPLICAS;
}

/** Settings as they are stored: what an older AutoStack did not know has its default. */
export function parseSettings(json: string): EnvironmentSettings {
  const stored = JSON.parse(json) as Partial<EnvironmentSettings>;
  return { ...DEFAULT_SETTINGS, ...stored, replicas: { ...DEFAULT_SETTINGS.replicas, ...stored.replicas } };
}
