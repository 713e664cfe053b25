import { Database } from "bun:sqlite";

/**
 * Opens the database as AutoStack wants it: WAL, foreign keys on, and a writer that waits instead of failing.
 * Parameters are bound by name without a prefix (`strict`): `$slug` takes `{ slug }`.
 */
export function openDatabase(path: string): Database {
  const db = new Database(path, { create: true, strict: true });
  db.run("pragma journal_mode = wal");
  db.run("pragma synchronous = normal");
  db.run("pragma foreign_keys = on");
  db.run("pragma busy_timeout = 5000");
  // 4 MiB of page cache: the control plane's memory is a feature.
  db.run("pragma cache_size = -4096");
  return db;
}
