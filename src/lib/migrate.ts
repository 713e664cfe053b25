import type { Database } from "bun:sqlite";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

type Migration = { number: number; name: string; sql: string; checksum: string };
type Applied = { number: number; checksum: string };

const FILE = /^(\d{4})_[a-z0-9_]+\.sql$/;

/**
 * Brings a database forward to the newest migration, each in a transaction of its own. A file database that already
 * holds data is copied first (`VACUUM INTO backup`), so that a failed upgrade can be undone by hand.
 * Throws when an applied file was changed, or when the database is newer than this binary.
 */
export function migrate(db: Database, folder: string, backup?: (from: number) => string): { applied: number } {
  db.run(`create table if not exists migrations (
    number integer primary key, name text not null, checksum text not null, applied_at integer not null) strict`);
  const known = readMigrations(folder);
  const applied = db.query<Applied, []>("select number, checksum from migrations order by number").all();
  checkHistory(known, applied);
  const pending = known.slice(applied.length);
  if (pending.length > 0 && applied.length > 0 && backup) copyBefore(db, backup(applied.length));
  for (const migration of pending) apply(db, migration);
  return { applied: pending.length };
}

/** How far a database is, and how far `migrate` would bring it. Changes nothing. */
export function migrationState(db: Database, folder: string): { applied: number; known: number } {
  const applied = db.query<Applied, []>("select number, checksum from migrations order by number").all();
  const known = readMigrations(folder);
  checkHistory(known, applied);
  return { applied: applied.length, known: known.length };
}

function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((name) => FILE.test(name))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name), "utf8");
      const checksum = new Bun.CryptoHasher("sha256").update(sql).digest("hex");
      return { number: Number(FILE.exec(name)?.[1]), name, sql, checksum };
    });
}

function checkHistory(known: Migration[], applied: Applied[]): void {
  if (applied.length > known.length) {
    throw new Error("The database was made by a newer AutoStack. Install that version again, or restore a backup.");
  }
  for (const [index, { number, checksum }] of applied.entries()) {
    if (known[index]?.checksum !== checksum) throw new Error(`Migration ${number} was changed after it was applied.`);
  }
}

function copyBefore(db: Database, path: string): void {
  if (existsSync(path)) rmSync(path);
  db.query("vacuum into $path").run({ path });
}

function apply(db: Database, { number, name, sql, checksum }: Migration): void {
  db.transaction(() => {
    db.run(sql);
    db.query("insert into migrations values ($number, $name, $checksum, $now)").run({
      number,
      name,
      checksum,
      now: Date.now(),
    });
  })();
}
