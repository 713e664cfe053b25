import type { Database } from "bun:sqlite";
import type { Session } from "./user.ts";

type Row = {
  id: string;
  user: string;
  user_agent: string;
  address: string;
  created_at: number;
  last_seen_at: number;
  expires_at: number;
};
type NewSession = Session & { tokenHash: string };
type Seen = { id: string; address: string; lastSeenAt: number; expiresAt: number };

export class SessionStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(session: NewSession): void {
    const sql = `insert into sessions values
      ($id, $user, $tokenHash, $userAgent, $address, $createdAt, $lastSeenAt, $expiresAt)`;
    this.#db.query<null, NewSession>(sql).run(session);
  }

  findByHash(tokenHash: string, now: number): Session | null {
    const sql = "select * from sessions where token_hash = $tokenHash and expires_at > $now";
    const row = this.#db.query<Row, { tokenHash: string; now: number }>(sql).get({ tokenHash, now });
    return row && toSession(row);
  }

  ofUser(user: string, now: number): Session[] {
    const sql = "select * from sessions where user = $user and expires_at > $now order by last_seen_at desc, id desc";
    return this.#db.query<Row, { user: string; now: number }>(sql).all({ user, now }).map(toSession);
  }

  markSeen(seen: Seen): void {
    const sql = `update sessions set address = $address, last_seen_at = $lastSeenAt, expires_at = $expiresAt
      where id = $id`;
    this.#db.query<null, Seen>(sql).run(seen);
  }

  /** `false` when the user has no such session. */
  end(user: string, id: string): boolean {
    const sql = "delete from sessions where id = $id and user = $user";
    return this.#db.query<null, { id: string; user: string }>(sql).run({ id, user }).changes === 1;
  }

  endByHash(tokenHash: string): void {
    this.#db
      .query<null, { tokenHash: string }>("delete from sessions where token_hash = $tokenHash")
      .run({ tokenHash });
  }

  endOthers(user: string, kept: string | null): void {
    const sql = "delete from sessions where user = $user and id is not $kept";
    this.#db.query<null, { user: string; kept: string | null }>(sql).run({ user, kept });
  }

  removeExpired(now: number): void {
    this.#db.query<null, { now: number }>("delete from sessions where expires_at <= $now").run({ now });
  }
}

function toSession(row: Row): Session {
  return {
    id: row.id,
    user: row.user,
    userAgent: row.user_agent,
    address: row.address,
    createdAt: row.created_at,
    lastSeenAt: row.last_seen_at,
    expiresAt: row.expires_at,
  };
}
