import type { Database } from "bun:sqlite";

/** Named values of the whole installation. */
export class SettingsStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  get(name: string): string | null {
    const sql = "select value from settings where name = $name";
    return this.#db.query<{ value: string }, { name: string }>(sql).get({ name })?.value ?? null;
  }

  set(name: string, value: string): void {
    const sql = "insert into settings values ($name, $value) on conflict (name) do update set value = $value";
    this.#db.query<null, { name: string; value: string }>(sql).run({ name, value });
  }

  /** Sets a value unless there is one, and returns the one that holds: two starters agree on it. */
  setOnce(name: string, value: string): string {
    const sql = "insert into settings values ($name, $value) on conflict (name) do nothing";
    this.#db.query<null, { name: string; value: string }>(sql).run({ name, value });
    return this.get(name) ?? value;
  }

  remove(name: string): void {
    this.#db.query<null, { name: string }>("delete from settings where name = $name").run({ name });
  }
}
