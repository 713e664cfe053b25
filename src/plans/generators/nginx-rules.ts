/** A header whose value stands between double quotes of NGINX' own. */
export type HeaderLine = { name: string; value: string };
type Redirects = { locations: string[]; fallback: string | null; leftOut: string[] };

const MOVED: ReadonlySet<string> = new Set(["301", "302", "303", "307", "308"]);
// NGINX has no way to write a `$`, and a rule may come from anybody: only what cannot mean anything else is taken.
const FROM = /^\/[\w.~@+,/-]{0,500}(?<splat>\*)?$/;
const TO = /^(?:\/(?!\/)|https?:\/\/[\w.-]{1,255}(?::\d{1,5})?)[\w.~%@+,/?=&#-]{0,500}(?<splat>:splat)?$/;
const PAGE = /^\/([\w-][\w./-]{0,200})$/;

/** Lines of a `_redirects` file as locations. The page that answers for everything else is told apart. */
export function readRedirects(lines: readonly string[]): Redirects {
  const redirects: Redirects = { locations: [], fallback: null, leftOut: [] };
  const seen = new Set<string>();
  for (const line of lines) {
    const [from = "", to = "", code = "301", ...conditions] = line.trim().split(/\s+/);
    const status = code.replace(/!$/, "");
    const made = conditions.length > 0 || seen.has(from) ? null : redirect(from, to, status);
    seen.add(from);
    if (made === null) redirects.leftOut.push(line);
    else if (from === "/*" && status === "200") redirects.fallback = to.slice(1);
    else redirects.locations.push(made);
  }
  return redirects;
}

function redirect(from: string, to: string, status: string): string | null {
  const source = FROM.exec(from);
  const target = TO.exec(to);
  if (!source || !target || (target.groups?.splat && !source.groups?.splat)) return null;
  const match = source.groups?.splat ? `~ "^${escapeRegExp(from.slice(0, -1))}(.*)$"` : `= ${from}`;
  const address = to.replace(/:splat$/, "$1");
  if (MOVED.has(status)) return locationOf(match, `return ${status} "${address}";`);
  if (status !== "200" || !PAGE.test(to)) return null;
  return locationOf(match, `rewrite ^ "${to}" last;`);
}

const locationOf = (match: string, what: string) => `    location ${match} {\n        ${what}\n    }\n`;
const escapeRegExp = (text: string) => text.replace(/[.+]/g, "\\$&");

const NAME = /^[A-Za-z][A-Za-z0-9-]{0,100}$/;
// Printable, and without `$`.
const VALUE = /^[\x20-\x23\x25-\x7e]{0,2000}$/;

/** The headers of the rule for all paths; those of other rules are left out. */
export function readHeaders(lines: readonly string[]): { lines: HeaderLine[]; leftOut: string[] } {
  const read: { lines: HeaderLine[]; leftOut: string[] } = { lines: [], leftOut: [] };
  let path = "";
  for (const line of lines) {
    if (line.trim() === "") continue;
    if (!/^\s/.test(line)) path = line.trim();
    else {
      const [name = "", ...rest] = line.split(":");
      const value = rest.join(":").trim();
      const isTaken = path === "/*" && NAME.test(name.trim()) && VALUE.test(value);
      if (isTaken) read.lines.push({ name: name.trim(), value: value.replace(/["\\]/g, "\\$&") });
      else read.leftOut.push(`${path} ${line.trim()}`);
    }
  }
  return read;
}
