import type { Database } from "bun:sqlite";
import type { Revision } from "../sources/source.ts";
import type { Trigger } from "./deployment.ts";
import type { RolloutMeasure } from "./measure.ts";

/** One time that a release was live. */
export type ReleaseRun = {
  deployment: string;
  number: number;
  release: string;
  since: number;
  /** `null` while it is live. */
  until: number | null;
  /** What took its place. */
  next: { number: number; trigger: Trigger } | null;
  /** Events of a service that ended or was ended by itself. */
  failures: number;
  /** While traffic moved to it; `null` when that was not measured. */
  measured: RolloutMeasure | null;
};

type RunRow = Omit<ReleaseRun, "next" | "measured"> & {
  next_number: number | null;
  next_trigger: Trigger | null;
  measured: string | null;
};

/** Kinds of events that speak against a release. */
const FAILURES = ["crashed", "crash_loop", "out_of_memory", "errors_rose", "went_back"];

const RUNS = `
  select id as deployment, number, json_extract(state, '$.release') as release, finished_at as since, measured,
    lead(finished_at) over later as until, lead(number) over later as next_number, lead("trigger") over later as next_trigger,
    (select count(*) from events where events.deployment = deployments.id
       and kind in (select value from json_each($failures))) as failures
  from deployments
  where environment = $environment and state_name in ('live', 'retired') and finished_at is not null
  window later as (order by finished_at, number)
  order by finished_at desc, number desc`;

/** A release command runs before traffic moves, so a deployment that began to start has run its own. */
const COMMANDS = `
  select number, json_extract(coalesce(planned.result, releases.plan), '$.hooks.beforeSwitch') as command
  from deployments
  join stage_runs as started on started.deployment = deployments.id and started.stage = 'start'
  left join stage_runs as planned on planned.deployment = deployments.id and planned.stage = 'plan'
  left join releases on releases.id = json_extract(deployments.input, '$.release')
  where deployments.environment = $environment and number > $after and coalesce(command, '') <> ''
  order by number`;

/** What became of an environment's releases. */
export class HistoryStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Every time that a release was live there, the newest first. */
  runs(environment: string): ReleaseRun[] {
    return this.#db
      .query<RunRow, { environment: string; failures: string }>(RUNS)
      .all({ environment, failures: JSON.stringify(FAILURES) })
      .map(({ next_number, next_trigger, measured, ...run }) => ({
        ...run,
        next: next_number === null || next_trigger === null ? null : { number: next_number, trigger: next_trigger },
        measured: measured === null ? null : JSON.parse(measured),
      }));
  }

  /** The release commands that deployments after the one of that number have run, failed ones too. */
  releaseCommands(environment: string, after: number): { number: number; command: string }[] {
    return this.#db
      .query<{ number: number; command: string }, { environment: string; after: number }>(COMMANDS)
      .all({ environment, after });
  }

  /** The different revisions that were deployed from one deployment (left out) to another, the newest first. */
  revisions(environment: string, after: number, upTo: number): Revision[] {
    return this.#db
      .query<{ revision: string }, { environment: string; after: number; upTo: number }>(
        `select revision from deployments
         where environment = $environment and number > $after and number <= $upTo and revision is not null
         group by revision order by max(number) desc`,
      )
      .all({ environment, after, upTo })
      .map(({ revision }) => JSON.parse(revision));
  }
}
