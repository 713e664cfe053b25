import type { Database } from "bun:sqlite";
import { newId } from "../lib/ids.ts";
import type { Job, NewJob } from "./job.ts";

const CLAIM = `
  update jobs set state = 'running', lease_until = $leaseUntil, attempts = attempts + 1
  where id = (
    select id from jobs as next
    where state = 'queued' and run_at <= $now and kind = $kind
      and subject not in (select subject from jobs where state = 'running')
      and not exists (
        select 1 from jobs as older
        where older.subject = next.subject and older.kind = $kind and older.state = 'queued' and older.id < next.id
      )
    order by run_at, id limit 1
  )
  returning id, kind, subject, payload, attempts`;

export class JobStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** It comes after those of its kind and subject; what was put off of them is looked at again now. */
  add(job: NewJob, now: number): string {
    const id = newId(now);
    const { kind, subject, payload, runAt = now } = job;
    this.#db
      .query(
        `update jobs set run_at = $runAt
         where kind = $kind and subject = $subject and state = 'queued' and run_at > $runAt`,
      )
      .run({ kind, subject, runAt });
    this.#db
      .query(
        `insert into jobs (id, kind, subject, payload, state, run_at, created_at)
         values ($id, $kind, $subject, $payload, 'queued', $runAt, $now)`,
      )
      .run({ id, kind, subject, payload, runAt, now });
    return id;
  }

  /** All that the work writes, in whatever store, or nothing of it. */
  together<Result>(work: () => Result): Result {
    return this.#db.transaction(work)();
  }

  /** Takes the next job of a kind that may run, or `null`. One statement, so two workers never get the same one. */
  claim(kind: string, now: number, leaseUntil: number): Job | null {
    return this.#db.query<Job, { kind: string; now: number; leaseUntil: number }>(CLAIM).get({ kind, now, leaseUntil });
  }

  extend(id: string, leaseUntil: number): void {
    this.#db.query("update jobs set lease_until = $leaseUntil where id = $id").run({ id, leaseUntil });
  }

  finish(id: string, problem: string | null): void {
    const state = problem === null ? "done" : "failed";
    this.#db
      .query("update jobs set state = $state, problem = $problem, lease_until = null where id = $id")
      .run({ id, state, problem });
  }

  /** Back into the queue until `runAt`, as if it had not been begun. */
  putOff(id: string, runAt: number): void {
    this.#db
      .query(
        `update jobs set state = 'queued', lease_until = null, attempts = attempts - 1, run_at = $runAt
         where id = $id`,
      )
      .run({ id, runAt });
  }

  /** When the next job begins of those that wait for their time. */
  nextAt(now: number): number | null {
    const sql = "select min(run_at) as at from jobs where state = 'queued' and run_at > $now";
    return this.#db.query<{ at: number | null }, { now: number }>(sql).get({ now })?.at ?? null;
  }

  /** Begins now what would wait longer than any job does: the clock was put back. */
  hurry(now: number, longestMs: number): void {
    this.#db
      .query("update jobs set run_at = $now where state = 'queued' and run_at > $now + $longestMs")
      .run({ now, longestMs });
  }

  /** Hands jobs out again whose worker died. At a start all leases are void: one control plane owns a data folder. */
  release(expiredBefore: number): number {
    return this.#db
      .query(
        "update jobs set state = 'queued', lease_until = null where state = 'running' and lease_until < $expiredBefore",
      )
      .run({ expiredBefore }).changes;
  }

  /** Jobs that ended are only of interest for a while. */
  forget(endedBefore: number): void {
    this.#db
      .query("delete from jobs where state in ('done', 'failed') and created_at < $endedBefore")
      .run({ endedBefore });
  }

  /** Whether a job of that kind and subject waits or runs. */
  isPending(kind: string, subject: string): boolean {
    const sql = "select 1 from jobs where kind = $kind and subject = $subject and state in ('queued', 'running')";
    return this.#db.query(sql).get({ kind, subject }) !== null;
  }

  /** Removes what has not begun of a subject: its owner is gone. */
  removeQueued(subject: string): void {
    this.#db.query("delete from jobs where subject = $subject and state = 'queued'").run({ subject });
  }
}
