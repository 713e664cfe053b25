import { isFollowed } from "../plans/imports/site-lines.ts";

export type Redirect = { from: string[]; to: string; status: number; isForced: boolean };
/** What a rule makes of a path: an address to go to, or a page of the same site to answer with. */
export type Redirected = { kind: "moved"; to: string; status: number } | { kind: "page"; path: string; status: number };

const MOST_RULES = 1000;
const MOVED = new Set([301, 302, 303, 307, 308]);

/**
 * Reads a `_redirects` file as Netlify's: `from to [status]`. What is not understood is left out: conditions by country or
 * language, and pages of other sites, which would be proxied.
 */
export function readRedirects(text: string): Redirect[] {
  return text
    .split("\n")
    .flatMap((line) => readLine(line.trim()) ?? [])
    .slice(0, MOST_RULES);
}

function readLine(line: string): Redirect | null {
  const [from = "", to = "", code = "301", ...conditions] = line.split(/\s+/);
  const match = /^(\d{3})(!?)$/.exec(code);
  if (!from.startsWith("/") || !match || conditions.length > 0) return null;
  const status = Number(match[1]);
  return isFollowed(to, status) ? { from: partsOf(from), to, status, isForced: match[2] === "!" } : null;
}

/** The first rule for the path; a rule without `!` is asked only where the site has no file. */
export function redirectFor(rules: readonly Redirect[], pathname: string, onlyForced: boolean): Redirected | null {
  for (const rule of rules) {
    if (onlyForced && !rule.isForced) continue;
    const found = matchPath(rule.from, partsOf(pathname));
    if (!found) continue;
    const { status } = rule;
    const to = fill(rule.to, found);
    return MOVED.has(status) ? { kind: "moved", to, status } : { kind: "page", path: to, status };
  }
  return null;
}

/** What `*` (named `splat`) and `:names` stand for in a path, or `null` when the pattern does not fit it. */
export function matchPath(pattern: readonly string[], parts: readonly string[]): Record<string, string> | null {
  const found: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    if (part === "*") return { ...found, splat: parts.slice(index).join("/") };
    const actual = parts[index];
    if (actual === undefined) return null;
    if (part.startsWith(":")) found[part.slice(1)] = actual;
    else if (part !== actual) return null;
  }
  return parts.length === pattern.length ? found : null;
}

export const partsOf = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** A path of this site stays one: two slashes at its beginning would name another host. */
function fill(to: string, found: Record<string, string>): string {
  const filled = to.replace(/(?<=\/):([a-z_]\w*)/gi, (whole, name: string) => found[name] ?? whole);
  return to.startsWith("/") ? filled.replace(/^[/\\]+/, "/") : filled;
}
