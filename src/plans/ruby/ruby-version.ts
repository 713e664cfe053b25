import type { Folder } from "../folder.ts";
import type { RuntimeReading } from "../readings/versions.ts";
import { runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";
import type { Gems } from "./gemfile.ts";

const DEFAULT_VERSION = "3.4";

/** `3.3.6`, `ruby-3.3.6`, `~> 3.3`. Bundler refuses any other than an exact one, so that is kept whole. */
function versionOf(value: string): string | null {
  const exact = /^(?:ruby-)?v?(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)(?:p\d{1,4})?$/.exec(value)?.[1];
  if (exact) return exact;
  return /^~>[ \t]{0,9}(\d{1,2}\.\d{1,2})\.\d{1,2}$/.exec(value)?.[1] ?? null;
}

export function readRubyVersion(folder: Folder, gems: Gems | null): RuntimeReading {
  const wishes = [versionFile(folder, ".ruby-version"), toolVersion(folder, "ruby"), gems?.ruby ?? null];
  for (const wish of wishes) {
    const version = wish && versionOf(wish.value);
    if (version) return runtimeFrom("ruby", version, wish);
  }
  return runtimeFrom("ruby", DEFAULT_VERSION, null);
}
