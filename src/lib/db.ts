import { Database } from "bun:sqlite";

/**
 * Opens the database as AutoStack wants it: WAL, foreign keys on, and a writer that waits instead of failing.
 * Parameters are bound by name without a prefix (`strict`): `$slug` takes `{ slug }`.
 */
export function openDatabase(path: string): Database {
  const db = new Database(path, { create: true, strict: true });
  db.run("pragma journal_mode = wal");
  // What was promised must outlive a power cut too: `normal` would lose the last commits then.
  db.run("pragma synchronous = full");
  db.run("pragma foreign_keys = on");
  // Nothing else goes on meanwhile, so a writer waits for another program only briefly.
  db.run("pragma busy_timeout = 250");
  // 4 MiB of page cache: the control plane's memory is a feature.
  db.run("pragma cache_size = -4096");
  return db;
}

/** Whether another program kept the database locked for too long: the same may well work in a moment. */
export function isDatabaseBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_BUSY");
}
