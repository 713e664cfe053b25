import type { Database } from "bun:sqlite";
import type { Environment } from "../projects/project.ts";

type Row = { replicas: number | null; asleep_since: number | null };

/** What environments do now, beside what their settings ask for. It outlives a restart. */
export class EnvironmentStates {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** How many of the web service are to run now: as many as were last chosen, within what the settings allow. */
  replicas({ id, settings }: Environment): number {
    const { fewest, most } = settings.replicas;
    return Math.min(most, Math.max(fewest, this.#find(id)?.replicas ?? fewest));
  }

  /** `null` while it is awake. */
  asleepSince(environment: string): number | null {
    return this.#find(environment)?.asleep_since ?? null;
  }

  setReplicas(environment: string, replicas: number): void {
    this.#db
      .query(
        `insert into environment_states (environment, replicas) values ($environment, $replicas)
         on conflict (environment) do update set replicas = $replicas`,
      )
      .run({ environment, replicas });
  }

  setAsleep(environment: string, since: number): void {
    this.#setAsleepSince(environment, since);
  }

  setAwake(environment: string): void {
    this.#setAsleepSince(environment, null);
  }

  #setAsleepSince(environment: string, since: number | null): void {
    this.#db
      .query(
        `insert into environment_states (environment, asleep_since) values ($environment, $since)
         on conflict (environment) do update set asleep_since = $since`,
      )
      .run({ environment, since });
  }

  #find(environment: string): Row | null {
    return this.#db
      .query<Row, { environment: string }>(
        "select replicas, asleep_since from environment_states where environment = $environment",
      )
      .get({ environment });
  }
}
