import { isHeaderOfSites } from "../plans/imports/site-lines.ts";
import { matchPath, partsOf } from "./site-redirects.ts";

export type HeaderRule = { path: string[]; headers: [name: string, value: string][] };

const MOST_RULES = 1000;
const OTHER_ADDRESS = /^https?:\/\//i;
const NOWHERE: string[] = [];

/** Reads a `_headers` file as Netlify's: a path on a line of its own, and below it, indented, one header a line. */
export function readHeaderRules(text: string): HeaderRule[] {
  const rules: HeaderRule[] = [];
  for (const line of text.split("\n")) {
    const isIndented = /^\s/.test(line);
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    if (!isIndented && content.startsWith("/")) rules.push({ path: partsOf(content), headers: [] });
    // Rules for an address that the site had elsewhere are for nobody here, and not for the path above them.
    else if (!isIndented && OTHER_ADDRESS.test(content)) rules.push({ path: NOWHERE, headers: [] });
    else addHeader(rules.at(-1), content);
  }
  return rules.filter(({ path }) => path !== NOWHERE).slice(0, MOST_RULES);
}

/** Of two rules for one header the later one wins. */
export function headersFor(rules: readonly HeaderRule[], pathname: string): [name: string, value: string][] {
  const parts = partsOf(pathname);
  return rules.filter(({ path }) => matchPath(path, parts)).flatMap(({ headers }) => headers);
}

function addHeader(rule: HeaderRule | undefined, line: string): void {
  const colon = line.indexOf(":");
  const name = line.slice(0, colon).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  // Only printable ASCII may stand in a header.
  if (isHeaderOfSites(name) && /^[ -~]{1,4000}$/.test(value)) rule?.headers.push([name, value]);
}
