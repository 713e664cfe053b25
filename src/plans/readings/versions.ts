import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { AppPlan, Fact } from "../plan.ts";

export type RuntimeReading = { runtime: AppPlan["runtime"]; facts: Fact[] };

/** A version that a file asks for: exact, or a range in npm's words. */
export type Wish = { value: string; file: string; line: number };

/** The first line of a file that is neither empty nor a comment. */
export function versionFile(folder: Folder, file: string): Wish | null {
  const hit = folder.find([file], /^[ \t]*(v?[\w./*-][^\s#]*)/m);
  return hit?.match[1] ? { value: hit.match[1], file, line: hit.line } : null;
}

/** A tool's line in `.tool-versions` (asdf, mise). */
export function toolVersion(folder: Folder, tool: string): Wish | null {
  const hit = folder.find([".tool-versions"], new RegExp(`^${tool}[ \\t]+(\\S+)`, "m"));
  return hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null;
}

/** The default when the range allows it, else the newest that it allows; `null` when none does. */
export function bestOf(offered: readonly string[], range: string): string | null {
  return offered.find((version) => Bun.semver.satisfies(`${padded(version)}`, range)) ?? null;
}

/** The last release that a line may get: `22` → `22.999.999`. */
const padded = (version: string) => [...version.split("."), "999", "999"].slice(0, 3).join(".");

export function runtimeFrom(name: string, version: string, wish: Wish | null): RuntimeReading {
  if (!wish) return { runtime: { name, version, from: "default" }, facts: [] };
  return { runtime: { name, version, from: wish.file }, facts: [fact(`${name} version`, wish.value, wish)] };
}
