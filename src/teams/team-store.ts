import type { Database } from "bun:sqlite";
import type { Membership, Team, TeamRole } from "./team.ts";

type Row = { id: string; slug: string; name: string; created_at: number; role: TeamRole };
type NewMember = { team: string; user: string; role: TeamRole; createdAt: number };
export type MemberRow = { id: string; name: string; email: string; role: TeamRole; joinedAt: number };

export class TeamStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** `false` when the slug is taken. */
  insert(team: Team): boolean {
    const sql = "insert into teams values ($id, $slug, $name, $createdAt) on conflict (slug) do nothing";
    return this.#db.query<null, Team>(sql).run(team).changes === 1;
  }

  /** A role that somebody already has is not changed. */
  addMember(member: NewMember): void {
    const sql = "insert into members values ($team, $user, $role, $createdAt) on conflict do nothing";
    this.#db.query<null, NewMember>(sql).run(member);
  }

  find(id: string): Team | null {
    const row = this.#db.query<Omit<Row, "role">, { id: string }>("select * from teams where id = $id").get({ id });
    return row && toTeam(row);
  }

  /** Teams that somebody founded stand before those that they joined, so the personal team is the first. */
  membershipsOf(user: string): Membership[] {
    const sql = `select teams.*, members.role from members join teams on teams.id = members.team
      where members.user = $user
      order by members.created_at > teams.created_at, members.created_at, teams.id`;
    const rows = this.#db.query<Row, { user: string }>(sql).all({ user });
    return rows.map((row) => ({ team: toTeam(row), role: row.role }));
  }

  roleOf(user: string, team: string): TeamRole | null {
    const sql = "select role from members where user = $user and team = $team";
    return this.#db.query<{ role: TeamRole }, { user: string; team: string }>(sql).get({ user, team })?.role ?? null;
  }

  membersOf(team: string): MemberRow[] {
    const sql = `select users.id, users.name, users.email, members.role, members.created_at as joinedAt
      from members join users on users.id = members.user where members.team = $team order by members.created_at, users.id`;
    return this.#db.query<MemberRow, { team: string }>(sql).all({ team });
  }
}

function toTeam({ id, slug, name, created_at }: Omit<Row, "role">): Team {
  return { id, slug, name, createdAt: created_at };
}
