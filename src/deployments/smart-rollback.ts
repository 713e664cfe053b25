import { HOUR_MS, MINUTE_MS, relativeTime } from "../lib/time.ts";
import type { Environment } from "../projects/project.ts";
import type { Deployment, Release } from "./deployment.ts";
import type { ReleaseRun } from "./history-store.ts";
import { diffReleases, diffWords } from "./release-diff.ts";
import type { World } from "./world.ts";

/** The release that a roll back should bring, and why. */
export type RollbackProposal = {
  /** One that had it live. */
  deployment: Deployment;
  /** `#12 ran 6 days without a failure; it differs in 2 variables and 3 deployed commits.` */
  why: string;
  /** What a roll back to it cannot undo. */
  warnings: string[];
};

/** How a kept release did over all the times that it was live. */
export type ReleaseRecord = {
  run: ReleaseRun;
  ranMs: number;
  failures: number;
  /** Somebody, or AutoStack itself, went back from it to another. */
  wentBack: boolean;
};

/** A release that ran this long has met its visitors. */
const PROVEN_MS = HOUR_MS;
/** More than this makes a release no more trustworthy. */
const LONG_ENOUGH_MS = 24 * HOUR_MS;

/** The best kept release to go back to; `null` when there is none but the live one. */
export function proposeRollback(world: World, environment: Environment): RollbackProposal | null {
  const { release: live } = environment;
  const kept = new Map(world.releases.ofEnvironment(environment.id).map((release) => [release.id, release]));
  const candidates = recordsOf(world.history.runs(environment.id), world.host.now()).filter(
    ({ run }) => run.release !== live && kept.has(run.release),
  );
  const best = candidates.sort(byTrust)[0];
  const release = best && kept.get(best.run.release);
  if (!release) return null;
  const deployment = world.deployments.get(best.run.deployment);
  const current = live === null ? undefined : kept.get(live);
  const difference = current ? differenceWords(world, current, release) : null;
  const why = difference ? `${recordWords(best)}; ${difference}` : recordWords(best);
  return { deployment, why: `${why}.`, warnings: rollbackWarnings(world, release) };
}

/** One record a release, from runs that are given the newest first. */
export function recordsOf(runs: readonly ReleaseRun[], now: number): ReleaseRecord[] {
  const records = new Map<string, ReleaseRecord>();
  for (const run of runs) {
    const ranMs = Math.max(0, (run.until ?? now) - run.since);
    const wentBack = run.next?.trigger === "rollback";
    const known = records.get(run.release);
    if (known) {
      known.ranMs += ranMs;
      known.failures += run.failures;
      known.wentBack ||= wentBack;
    } else {
      records.set(run.release, { run, ranMs, failures: run.failures, wentBack });
    }
  }
  return [...records.values()];
}

/** Nobody went back from it, it never failed, it ran long enough to tell, and then the newer one: it differs the least. */
function byTrust(a: ReleaseRecord, b: ReleaseRecord): number {
  return (
    Number(a.wentBack) - Number(b.wentBack) ||
    Number(a.failures > 0) - Number(b.failures > 0) ||
    grade(b) - grade(a) ||
    b.run.number - a.run.number
  );
}

function grade({ ranMs }: ReleaseRecord): number {
  if (ranMs >= LONG_ENOUGH_MS) return 2;
  return ranMs >= PROVEN_MS ? 1 : 0;
}

function recordWords({ run, ranMs, failures, wentBack }: ReleaseRecord): string {
  const span = ranMs < MINUTE_MS ? "less than a minute" : relativeTime(0, ranMs).replace(/ ago$/, "");
  const health = failures === 0 ? "without a failure" : `with ${failures} failure${failures === 1 ? "" : "s"}`;
  const end = wentBack ? ", until it was rolled back" : "";
  return `#${run.number} ran ${span} ${health}${end}${lossWords(run)}`;
}

/** Of the switch to it, when that was measured and lost something. */
function lossWords({ measured }: ReleaseRun): string {
  if (!measured || measured.lost === 0) return "";
  const { lost, requests } = measured;
  return `, ${lost.toLocaleString("en")} of ${requests.toLocaleString("en")} requests were lost when it went live`;
}

function differenceWords(world: World, live: Release, release: Release): string {
  const words = diffWords(diffReleases(live, release), commitsBetween(world, live, release));
  return words === null ? "it is the same as what is live" : `it differs in ${words}`;
}

/** How many different commits were deployed between two releases of an environment; 0 when it was no Git repository. */
export function commitsBetween(world: World, a: Release, b: Release): number {
  return revisionsBetween(world, a, b).filter(({ kind }) => kind === "commit").length;
}

/** What was deployed after the older of two releases, up to the newer one. */
export function revisionsBetween({ deployments, history }: World, a: Release, b: Release) {
  const numbers = [a, b].map(({ deployment }) => deployments.get(deployment).number);
  return history.revisions(a.environment, Math.min(...numbers), Math.max(...numbers));
}

/** What people should know before they go back to a release, as sentences. */
export function rollbackWarnings({ deployments, history }: World, release: Release): string[] {
  const { number } = deployments.get(release.deployment);
  const later = history.releaseCommands(release.environment, number);
  if (later.length === 0) return [];
  const numbers = listWords(later.map((run) => `#${run.number}`));
  const commands = listWords([...new Set(later.map(({ command }) => `“${command}”`))]);
  return [
    `Since #${number}, ${numbers} ran a release command (${commands}). A roll back does not undo what it changed, in a database for example.`,
  ];
}

function listWords(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
