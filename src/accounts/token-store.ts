import type { Database } from "bun:sqlite";
import { type PersonalToken, SCOPES } from "./user.ts";

type Row = {
  id: string;
  user: string;
  name: string;
  scopes: string;
  created_at: number;
  expires_at: number | null;
  last_used_at: number | null;
};
type NewToken = Omit<PersonalToken, "scopes"> & { scopes: string; tokenHash: string };

/** Personal tokens. Their scopes are stored as words with spaces between. */
export class TokenStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(token: PersonalToken, tokenHash: string): void {
    const sql = `insert into personal_tokens values
      ($id, $user, $name, $tokenHash, $scopes, $createdAt, $expiresAt, $lastUsedAt)`;
    this.#db.query<null, NewToken>(sql).run({ ...token, scopes: token.scopes.join(" "), tokenHash });
  }

  findByHash(tokenHash: string, now: number): PersonalToken | null {
    const sql = `select * from personal_tokens
      where token_hash = $tokenHash and (expires_at is null or expires_at > $now)`;
    const row = this.#db.query<Row, { tokenHash: string; now: number }>(sql).get({ tokenHash, now });
    return row && toToken(row);
  }

  /** Also the expired ones: their owner should see why something stopped. */
  ofUser(user: string): PersonalToken[] {
    const sql = "select * from personal_tokens where user = $user order by id desc";
    return this.#db.query<Row, { user: string }>(sql).all({ user }).map(toToken);
  }

  markUsed(id: string, at: number): void {
    const sql = "update personal_tokens set last_used_at = $at where id = $id";
    this.#db.query<null, { id: string; at: number }>(sql).run({ id, at });
  }

  /** `false` when the user has no such token. */
  remove(user: string, id: string): boolean {
    const sql = "delete from personal_tokens where id = $id and user = $user";
    return this.#db.query<null, { id: string; user: string }>(sql).run({ id, user }).changes === 1;
  }
}

function toToken(row: Row): PersonalToken {
  const words = row.scopes.split(" ");
  return {
    id: row.id,
    user: row.user,
    name: row.name,
    scopes: SCOPES.filter((scope) => words.includes(scope)),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}
