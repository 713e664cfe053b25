import type { Database } from "bun:sqlite";
import { assetPath } from "../../src/lib/assets.ts";
import { openDatabase } from "../../src/lib/db.ts";
import { migrate } from "../../src/lib/migrate.ts";
import { SecretBox } from "../../src/lib/secret-box.ts";

/** A real database in memory with the real migrations. */
export function memoryDatabase(): Database {
  const db = openDatabase(":memory:");
  migrate(db, assetPath("migrations"));
  return db;
}

export const testBox = new SecretBox(new Uint8Array(32).fill(7));
