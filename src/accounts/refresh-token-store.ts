import type { Database } from "bun:sqlite";

export type RefreshToken = { id: string; family: string; user: string; createdAt: number; expiresAt: number };
type Row = { id: string; family: string; user: string; used_at: number | null; expires_at: number };

export class RefreshTokenStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(token: RefreshToken, tokenHash: string): void {
    const sql = `insert into refresh_tokens values
      ($id, $family, $user, $tokenHash, $createdAt, $expiresAt, null)`;
    this.#db.query<null, RefreshToken & { tokenHash: string }>(sql).run({ ...token, tokenHash });
  }

  /** Marks the token as used and says what it was: `fresh`, used before (`reused`), or `null` when unknown or expired. */
  use(tokenHash: string, now: number): { outcome: "fresh" | "reused"; family: string; user: string } | null {
    const sql = "select * from refresh_tokens where token_hash = $tokenHash and expires_at > $now";
    const row = this.#db.query<Row, { tokenHash: string; now: number }>(sql).get({ tokenHash, now });
    if (!row) return null;
    const mark = "update refresh_tokens set used_at = $now where id = $id and used_at is null";
    const marked = this.#db.query<null, { id: string; now: number }>(mark).run({ id: row.id, now });
    return { outcome: marked.changes === 1 ? "fresh" : "reused", family: row.family, user: row.user };
  }

  hasFamily(family: string): boolean {
    const sql = "select 1 from refresh_tokens where family = $family limit 1";
    return this.#db.query<unknown, { family: string }>(sql).get({ family }) !== null;
  }

  removeFamily(family: string): void {
    this.#db.query<null, { family: string }>("delete from refresh_tokens where family = $family").run({ family });
  }

  removeOfUser(user: string): void {
    this.#db.query<null, { user: string }>("delete from refresh_tokens where user = $user").run({ user });
  }

  removeExpired(now: number): void {
    this.#db.query<null, { now: number }>("delete from refresh_tokens where expires_at <= $now").run({ now });
  }
}
