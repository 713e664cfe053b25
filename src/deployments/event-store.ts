import type { Database } from "bun:sqlite";
import { newId } from "../lib/ids.ts";

/** Something that happened without anybody asking for it. */
export type Event = {
  id: string;
  project: string | null;
  environment: string | null;
  deployment: string | null;
  kind: string;
  summary: string;
  createdAt: number;
};

type Row = Omit<Event, "createdAt"> & { created_at: number };

export class EventStore {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  add({ project, environment, deployment, kind, summary }: Omit<Event, "id" | "createdAt">): void {
    const now = this.#now();
    this.#db
      .query(
        `insert into events (id, project, environment, deployment, kind, summary, created_at)
         values ($id, $project, $environment, $deployment, $kind, $summary, $now)`,
      )
      .run({ id: newId(now), project, environment, deployment, kind, summary, now });
  }

  /** Newest first. */
  ofProject(project: string, limit: number): Event[] {
    return this.#db
      .query<Row, { project: string; limit: number }>(
        `select id, project, environment, deployment, kind, summary, created_at from events
         where project = $project order by id desc limit $limit`,
      )
      .all({ project, limit })
      .map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }));
  }
}
