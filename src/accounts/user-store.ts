import type { Database } from "bun:sqlite";
import type { InstanceRole, User } from "./user.ts";

type Row = { id: string; email: string; name: string; password_hash: string; role: InstanceRole; created_at: number };
type NewUser = User & { passwordHash: string };

export class UserStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** `false` when somebody has the e-mail already. */
  insert(user: NewUser): boolean {
    const sql = `insert into users values ($id, $email, $name, $passwordHash, $role, $createdAt)
      on conflict (email) do nothing`;
    return this.#db.query<null, NewUser>(sql).run(user).changes === 1;
  }

  find(id: string): User | null {
    const row = this.#db.query<Row, { id: string }>("select * from users where id = $id").get({ id });
    return row && toUser(row);
  }

  findByEmail(email: string): User | null {
    const row = this.#db.query<Row, { email: string }>("select * from users where email = $email").get({ email });
    return row && toUser(row);
  }

  passwordHash(id: string): string | null {
    const sql = "select password_hash from users where id = $id";
    return this.#db.query<Pick<Row, "password_hash">, { id: string }>(sql).get({ id })?.password_hash ?? null;
  }

  hasOwner(): boolean {
    return this.#db.query("select 1 from users where role = 'owner' limit 1").get() !== null;
  }

  all(): User[] {
    return this.#db.query<Row, []>("select * from users order by id").all().map(toUser);
  }

  /** `false` when somebody else has the e-mail. */
  updateProfile(profile: { id: string; name: string; email: string }): boolean {
    const sql = `update users set name = $name, email = $email
      where id = $id and not exists (select 1 from users where email = $email and id <> $id)`;
    return this.#db.query<null, typeof profile>(sql).run(profile).changes === 1;
  }

  updatePassword(id: string, passwordHash: string): void {
    const sql = "update users set password_hash = $passwordHash where id = $id";
    this.#db.query<null, { id: string; passwordHash: string }>(sql).run({ id, passwordHash });
  }
}

function toUser({ id, email, name, role, created_at }: Row): User {
  return { id, email, name, role, createdAt: created_at };
}
