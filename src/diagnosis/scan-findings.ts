import { Folder } from "../plans/folder.ts";
import type { AppPlan, Finding, Scan } from "../plans/plan.ts";
import type { SourceTree } from "../plans/source-tree.ts";
import type { Place, ScanRule } from "./scan-rule.ts";
import { FILE_RULES } from "./scan-rules/files.ts";
import { JAVASCRIPT_RULES } from "./scan-rules/javascript.ts";
import { OTHER_SCAN_RULES } from "./scan-rules/others.ts";

/** Every rule that reads a source. */
export const SCAN_RULES: readonly ScanRule[] = [...JAVASCRIPT_RULES, ...OTHER_SCAN_RULES, ...FILE_RULES];

/** A scan with what the rules find in each of its apps, beside what their detectors found. Pure. */
export function withScanFindings(tree: SourceTree, scan: Scan): Scan {
  return { ...scan, apps: scan.apps.map((app) => withFindings(Folder.asSeen(tree, app.path), app)) };
}

/** What a detector has told already is not told again. */
function withFindings(folder: Folder, app: AppPlan): AppPlan {
  const told = new Set(app.findings.map(({ id }) => id));
  const found = SCAN_RULES.filter(({ id }) => !told.has(id)).flatMap((rule) => {
    const place = rule.find(folder, app);
    return place ? [toFinding(rule, place)] : [];
  });
  return { ...app, findings: [...app.findings, ...found] };
}

function toFinding({ id, level, title, explanation, fix }: ScanRule, { file, line, name = "" }: Place): Finding {
  const filled = (words: string) => words.replaceAll("{name}", () => name);
  return { id, level, title: filled(title), fix: filled(`${explanation} ${fix}`), file, line };
}
