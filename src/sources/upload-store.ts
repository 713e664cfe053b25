import type { Database } from "bun:sqlite";

/** A file that someone sent and that waits to be deployed. */
export type Upload = { id: string; team: string; user: string; fileName: string; bytes: number; createdAt: number };

type Row = { id: string; team: string; user: string; file_name: string; bytes: number; created_at: number };

export class UploadStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  add(upload: Upload): void {
    this.#db
      .query(
        `insert into uploads (id, team, user, file_name, bytes, created_at)
        values ($id, $team, $user, $fileName, $bytes, $createdAt)`,
      )
      .run(upload);
  }

  find(id: string): Upload | null {
    const row = this.#db.query<Row, { id: string }>("select * from uploads where id = $id").get({ id });
    return row && toUpload(row);
  }

  remove(id: string): void {
    this.#db.query("delete from uploads where id = $id").run({ id });
  }

  /** All that were received before a moment. */
  before(moment: number): Upload[] {
    return this.#db
      .query<Row, { moment: number }>("select * from uploads where created_at < $moment")
      .all({ moment })
      .map(toUpload);
  }

  ids(): Set<string> {
    return new Set(
      this.#db
        .query<{ id: string }, []>("select id from uploads")
        .all()
        .map(({ id }) => id),
    );
  }
}

function toUpload({ file_name, created_at, ...row }: Row): Upload {
  return { ...row, fileName: file_name, createdAt: created_at };
}
