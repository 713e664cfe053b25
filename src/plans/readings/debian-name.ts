import { own } from "../../lib/own.ts";

/** Packages of older releases that are named so often that they would stop many a build. */
const RENAMED: Record<string, string> = { "libgl1-mesa-glx": "libgl1" };

/** A Debian package as it is called today, or `null` for what is no name of one. */
export function debianName(written: string): string | null {
  const name = own(RENAMED, written) ?? written;
  return /^[a-z0-9][a-z0-9+.-]{0,100}$/.test(name) ? name : null;
}
