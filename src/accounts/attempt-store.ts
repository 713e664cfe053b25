import type { Database } from "bun:sqlite";

type Attempt = { subject: string; at: number };

/** Sign-ins that failed or are still being checked, by subject: `account:…` or `address:…`. */
export class AttemptStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(attempt: Attempt): void {
    this.#db.query<null, Attempt>("insert into sign_in_failures values ($subject, $at)").run(attempt);
  }

  /** The oldest of the last `count` attempts after `since`; `null` when there were fewer than `count`. */
  nthLast(subject: string, since: number, count: number): number | null {
    const sql = `select failed_at from sign_in_failures where subject = $subject and failed_at > $since
      order by failed_at desc limit 1 offset $offset`;
    const query = this.#db.query<{ failed_at: number }, { subject: string; since: number; offset: number }>(sql);
    return query.get({ subject, since, offset: count - 1 })?.failed_at ?? null;
  }

  forget(subject: string): void {
    this.#db.query<null, { subject: string }>("delete from sign_in_failures where subject = $subject").run({ subject });
  }

  forgetOne(attempt: Attempt): void {
    const sql = `delete from sign_in_failures where rowid =
      (select rowid from sign_in_failures where subject = $subject and failed_at = $at limit 1)`;
    this.#db.query<null, Attempt>(sql).run(attempt);
  }

  removeBefore(time: number): void {
    this.#db.query<null, { time: number }>("delete from sign_in_failures where failed_at <= $time").run({ time });
  }
}
