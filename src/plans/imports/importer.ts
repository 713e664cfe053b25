import type { Desk } from "./desk.ts";
import type { Entries } from "./entries.ts";

/** Reads the file of one platform. One file each, listed in `importers.ts` in the order in which they decide. */
export type Importer = {
  platform: string;
  /** The names of its file; the first that is there is read. */
  files: readonly string[];
  /** Whether the file at the source's root speaks of its folders as well. */
  ofWholeSource?: boolean;
  /** For files that are neither JSON, YAML nor TOML. */
  parse?(text: string): Entries;
  /** Takes what the plan can use and says why not where it cannot; what it does not speak of is told as ignored. */
  take(desk: Desk): void;
};
