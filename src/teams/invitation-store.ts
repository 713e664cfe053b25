import type { Database } from "bun:sqlite";
import type { Invitation, TeamRole } from "./team.ts";

type Row = { id: string; team: string; email: string; role: TeamRole; created_at: number; expires_at: number };

export class InvitationStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  insert(invitation: Invitation, tokenHash: string): void {
    const sql = "insert into invitations values ($id, $team, $email, $role, $tokenHash, $createdAt, $expiresAt)";
    this.#db.query<null, Invitation & { tokenHash: string }>(sql).run({ ...invitation, tokenHash });
  }

  findByHash(tokenHash: string, now: number): Invitation | null {
    const sql = "select * from invitations where token_hash = $tokenHash and expires_at > $now";
    const row = this.#db.query<Row, { tokenHash: string; now: number }>(sql).get({ tokenHash, now });
    return row && toInvitation(row);
  }

  open(team: string, now: number): Invitation[] {
    const sql = "select * from invitations where team = $team and expires_at > $now order by id desc";
    return this.#db.query<Row, { team: string; now: number }>(sql).all({ team, now }).map(toInvitation);
  }

  /** `false` when it is gone already: an invitation is accepted by whoever removes it. */
  remove(id: string): boolean {
    return this.#db.query<null, { id: string }>("delete from invitations where id = $id").run({ id }).changes === 1;
  }

  /** `false` when the team has no such invitation. */
  removeOf(team: string, id: string): boolean {
    const sql = "delete from invitations where id = $id and team = $team";
    return this.#db.query<null, { id: string; team: string }>(sql).run({ id, team }).changes === 1;
  }

  removeExpired(now: number): void {
    this.#db.query<null, { now: number }>("delete from invitations where expires_at <= $now").run({ now });
  }
}

function toInvitation(row: Row): Invitation {
  const { id, team, email, role, created_at, expires_at } = row;
  return { id, team, email, role, createdAt: created_at, expiresAt: expires_at };
}
