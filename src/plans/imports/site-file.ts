import type { Folder } from "../folder.ts";
import type { AppPlan, ImportedLine } from "../plan.ts";
import { isFollowed, isHeaderOfSites } from "./site-lines.ts";

const FOLDERS = ["", "public/", "static/"];
/** `from to [status]`, without conditions, and nothing that would have to be fetched from another site. */
function isRedirect(line: string): boolean {
  const [from = "", to = "", code = "301", ...conditions] = line.trim().split(/\s+/);
  const status = /^(\d{3})!?$/.exec(code)?.[1];
  return from.startsWith("/") && conditions.length === 0 && isFollowed(to, Number(status ?? 0));
}

function isHeader(line: string): boolean {
  if (/^\/\S*\s*$/.test(line)) return true;
  const name = /^\s+([\w-]{1,100}):\s*\S/.exec(line)?.[1];
  return name !== undefined && isHeaderOfSites(name);
}

/** Which of its lines a site's server follows; the build or the server brings the file itself along. */
export function siteFileLines(folder: Folder, plan: AppPlan): ImportedLine[] {
  if (plan.kind !== "static") return [];
  return [...linesOf(folder, plan, "_redirects", isRedirect), ...linesOf(folder, plan, "_headers", isHeader)];
}

function linesOf(folder: Folder, plan: AppPlan, name: string, understood: (line: string) => boolean): ImportedLine[] {
  const output = plan.output === null || plan.output === "." ? [] : [`${plan.output}/`];
  const file = folder.firstOf(...[...output, ...FOLDERS].map((each) => `${each}${name}`));
  const text = file && folder.read(file);
  if (!file || !text) return [];
  let isElsewhere = false;
  return text.split(/\r?\n/).flatMap((content, index): ImportedLine[] => {
    if (content.trim() === "" || content.trim().startsWith("#")) return [];
    // What stands below the address of another site is meant for that one.
    if (/^\S/.test(content)) isElsewhere = name === "_headers" && /^https?:\/\//i.test(content);
    const isTaken = understood(content) && !isElsewhere;
    const why = isTaken ? "The site's server follows it." : "The site's server has no such rule.";
    const verdict = isTaken ? "honoured" : "ignored";
    return [{ file, line: index + 1, name, value: content.trim().slice(0, 200), verdict, why }];
  });
}
