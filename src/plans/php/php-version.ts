import type { Folder } from "../folder.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { bestOf, runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";
import { COMPOSER, type Composer } from "./composer.ts";

/** The default first, which most packages know by now, then the newest. */
const OFFERED = ["8.4", "8.5", "8.3", "8.2", "8.1", "8.0", "7.4"];
const DEFAULT_VERSION = "8.4";

/** Composer's words in npm's: `^7.4|^8.0`, `>=8.1,<8.4`, and `~8.2`, which allows all of 8 from there on. */
const inNpmWords = (range: string) =>
  range
    .replace(/\|{1,2}/g, "||")
    .replaceAll(",", " ")
    .replace(/~(\d{1,3}\.\d{1,3})(?![\d.])/g, "^$1")
    .replace(/@\w+/g, "");

export function readPhpVersion(folder: Folder, composer: Composer | null): RuntimeReading {
  const own = versionFile(folder, ".php-version") ?? toolVersion(folder, "php");
  const asked: Wish | null = composer?.php ? { ...composer.php, file: COMPOSER } : null;
  const wish = own ?? asked;
  if (!wish) return runtimeFrom("php", DEFAULT_VERSION, null);
  const exact = /^v?(\d\.\d)(?:\.\d{1,3})?$/.exec(wish.value)?.[1];
  const version = exact ?? bestOf(OFFERED, inNpmWords(wish.value));
  return runtimeFrom("php", version ?? DEFAULT_VERSION, version ? wish : null);
}
