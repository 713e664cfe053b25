import type { Desk } from "./desk.ts";
import { isHeaderOfSites } from "./site-lines.ts";

const isPath = (text: string) => /^\/[^\s]{0,500}$/.test(text);
const isTarget = (text: string) => isPath(text) || /^https?:\/\/[^\s]{1,500}$/.test(text);

/**
 * One rule of a site in the words of a `_redirects` file. `false` when it cannot be said there: a pattern that is no path
 * with `*` and `:names`, a condition, a page of another site that would be proxied.
 */
export function addRedirect(desk: Desk, { from, to, status }: { from: string; to: string; status: number }): boolean {
  const isProxy = /^https?:/.test(to) && status === 200;
  if (!isPath(from) || !isTarget(to) || isProxy || /[()|^$?+\\]/.test(from)) return false;
  desk.plan = { ...desk.plan, redirects: [...desk.plan.redirects, `${from} ${to} ${status}`] };
  return true;
}

/** Headers of a path in the words of a `_headers` file. */
export function addHeader(desk: Desk, path: string, name: string, value: string): boolean {
  if (!isPath(path) || /[()|^$?+\\]/.test(path) || !isHeaderOfSites(name) || !/^[ -~]{1,4000}$/.test(value))
    return false;
  desk.plan = { ...desk.plan, headers: [...desk.plan.headers, path, `  ${name}: ${value}`] };
  return true;
}

/** Tells what became of the lines of one rule. */
export function tellRule(desk: Desk, path: string, isTaken: boolean, what: string): void {
  const whyNot =
    desk.plan.kind === "static"
      ? "The site's server has no such rule: conditions, patterns and other sites' pages are left out."
      : `The program itself answers; ${what} are for files.`;
  desk.tell(path, isTaken ? "honoured" : "ignored", isTaken ? "The site's server does the same." : whyNot);
}
