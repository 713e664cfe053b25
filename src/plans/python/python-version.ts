import type { Folder } from "../folder.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { bestOf, runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";

/** The default first, then the newest. */
const OFFERED = ["3.11", "3.14", "3.13", "3.12", "3.10", "3.9"];

function requiresPython(folder: Folder): Wish | null {
  const hit = folder.find(["pyproject.toml"], /^requires-python\s*=\s*["']([^"']+)["']/m);
  return hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null;
}

/** `>=3.10,<4`, `~=3.10` and `==3.12.*` in npm's words. */
const asRange = (specifier: string): string =>
  specifier
    .split(",")
    .map((part) => part.trim())
    .filter((part) => !part.startsWith("!="))
    .map((part) => part.replace(/^~=/, "^").replace(/^===?/, "").replace(/\.\*$/, ".x"))
    .join(" ");

export function pythonVersion(folder: Folder): RuntimeReading {
  const wish =
    versionFile(folder, ".python-version") ??
    versionFile(folder, "runtime.txt") ??
    toolVersion(folder, "python") ??
    requiresPython(folder);
  const exact = wish && /^(?:python-?)?(\d+\.\d+)(?:\.\d+)?$/.exec(wish.value)?.[1];
  const version = exact ?? (wish && bestOf(OFFERED, asRange(wish.value))) ?? "3.11";
  return runtimeFrom("python", version, wish);
}
