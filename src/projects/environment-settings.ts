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

/** Between `fewest` and `most` of the web service, by the mean CPU share of the running ones. Equal numbers do not scale. */
export type Replicas = { fewest: number; most: number; cpuShare: number };

export const DEFAULT_SETTINGS: EnvironmentSettings = {
  gate: { kind: "open" },
  switch: "overlap",
  replicas: { fewest: 1, most: 1, cpuShare: 0.7 },
  sleepAfterMs: null,
  previewsSleepAfterMs: null,
};

const MOST_REPLICAS = 20;

/** Throws for the first field that cannot be. */
export function checkSettings(settings: EnvironmentSettings): EnvironmentSettings {
  const { fewest, most, cpuShare } = settings.replicas;
  if (!isCount(fewest)) throw invalid("fewest", `The fewest replicas are a whole number from 1 to ${MOST_REPLICAS}.`);
  if (!isCount(most) || most < fewest) {
    throw invalid("most", `The most replicas are a whole number from ${fewest} to ${MOST_REPLICAS}.`);
  }
  if (!(cpuShare > 0.05 && cpuShare <= 1)) throw invalid("cpuShare", "The CPU goal is a share from 6 % to 100 %.");
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

function checkSleep(field: string, sleepAfterMs: number | null): void {
  if (sleepAfterMs === null || sleepAfterMs >= 60_000) return;
  throw invalid(field, "A service sleeps after a minute at the earliest.");
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MOST_REPLICAS;
}

/** Settings as they are stored: what an older AutoStack did not know has its default. */
export function parseSettings(json: string): EnvironmentSettings {
  return { ...DEFAULT_SETTINGS, ...(JSON.parse(json) as Partial<EnvironmentSettings>) };
}
