import type { Database } from "bun:sqlite";
import type { DiskSpace } from "../host/files.ts";
import { DAY_MS } from "../lib/time.ts";
import type { DiskSample } from "./disk-forecast.ts";

const KEPT_FOR_MS = 30 * DAY_MS;

/** How full the disk was, hour by hour. */
export class DiskStore {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Adds a sample and forgets those that are too old. */
  add(at: number, { freeBytes, totalBytes }: Pick<DiskSpace, "freeBytes" | "totalBytes">): void {
    this.#db
      .query(
        `insert into disk_samples (at, free_bytes, total_bytes) values ($at, $freeBytes, $totalBytes)
         on conflict do nothing`,
      )
      .run({ at, freeBytes, totalBytes });
    this.#db.query("delete from disk_samples where at < $oldest").run({ oldest: at - KEPT_FOR_MS });
  }

  /** The oldest first. */
  since(at: number): DiskSample[] {
    return this.#db
      .query<DiskSample, { at: number }>(
        `select at, free_bytes as freeBytes, total_bytes as totalBytes from disk_samples
         where at >= $at order by at`,
      )
      .all({ at });
  }
}
