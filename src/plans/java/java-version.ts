import type { Folder } from "../folder.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";
import { seenFrom } from "./jvm-build.ts";

/** With long support. Somebody who names another gets the next one that has it: it compiles for older ones as well. */
const OFFERED = [8, 11, 17, 21, 25] as const;
const DEFAULT_VERSION = 21;

/** `1.8`, `21`, `temurin-21.0.2+13`, `21.0.2-tem`. */
function majorOf(value: string): number | null {
  const [, major, minor] = /(?:^|[a-z]-)(\d{1,2})(?:\.(\d{1,3}))?/.exec(value) ?? [];
  if (major === undefined) return null;
  return major === "1" && minor !== undefined ? Number(minor) : Number(major);
}

function lineOf(folder: Folder, file: string, pattern: RegExp): Wish | null {
  const hit = folder.find([file], pattern);
  return hit?.match[1] ? { value: hit.match[1], file, line: hit.line } : null;
}

/** What the files for tools say. */
function toolWish(folder: Folder): Wish | null {
  return (
    versionFile(folder, ".java-version") ??
    toolVersion(folder, "java") ??
    lineOf(folder, ".sdkmanrc", /^java[ \t]{0,9}=[ \t]{0,9}(\S{1,40})/m) ??
    lineOf(folder, "system.properties", /^java\.runtime\.version[ \t]{0,9}[=:][ \t]{0,9}(\S{1,40})/m) ??
    lineOf(folder, "mise.toml", /^[ \t]{0,9}java[ \t]{0,9}=[ \t]{0,9}["']([^"'\n]{1,40})/m)
  );
}

/** Those files in the folder or in the root of all modules, then what the build is set to. */
function wishOf(folder: Folder, root: Folder, build: Wish | null): Wish | null {
  const own = toolWish(folder);
  if (own || root === folder) return own ?? build;
  const wish = toolWish(root);
  return wish ? { ...wish, file: seenFrom(folder, root, wish.file) } : build;
}

export function readJavaVersion(folder: Folder, root: Folder, build: Wish | null): RuntimeReading {
  const wish = wishOf(folder, root, build);
  const major = wish && majorOf(wish.value);
  const version = major === null ? DEFAULT_VERSION : (OFFERED.find((one) => one >= major) ?? major);
  return runtimeFrom("java", String(version), major === null ? null : wish);
}
