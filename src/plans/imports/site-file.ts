import type { Folder } from "../folder.ts";
import type { AppPlan, ImportedLine } from "../plan.ts";

const FOLDERS = ["", "public/", "static/"];
const REDIRECT = /^\/\S*\s+\S+(?:\s+\d{3}!?)?\s*$/;
const HEADER = /^(?:\/\S*\s*|\s+[\w-]+:\s*\S.*)$/;

/** Which of its lines a site's server follows; the build or the server brings the file itself along. */
export function siteFileLines(folder: Folder, plan: AppPlan): ImportedLine[] {
  if (plan.kind !== "static") return [];
  return [...linesOf(folder, plan, "_redirects", REDIRECT), ...linesOf(folder, plan, "_headers", HEADER)];
}

function linesOf(folder: Folder, plan: AppPlan, name: string, understood: RegExp): ImportedLine[] {
  const output = plan.output === null || plan.output === "." ? [] : [`${plan.output}/`];
  const file = folder.firstOf(...[...output, ...FOLDERS].map((each) => `${each}${name}`));
  const text = file && folder.read(file);
  if (!file || !text) return [];
  let isElsewhere = false;
  return text.split(/\r?\n/).flatMap((content, index): ImportedLine[] => {
    if (content.trim() === "" || content.trim().startsWith("#")) return [];
    // What stands below the address of another site is meant for that one.
    if (/^\S/.test(content)) isElsewhere = name === "_headers" && /^https?:\/\//i.test(content);
    const isTaken = understood.test(content) && !isElsewhere;
    const why = isTaken ? "The site's server follows it." : "The site's server has no such rule.";
    const verdict = isTaken ? "honoured" : "ignored";
    return [{ file, line: index + 1, name, value: content.trim().slice(0, 200), verdict, why }];
  });
}
