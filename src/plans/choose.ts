import { AppError } from "../lib/errors.ts";
import { withLeftOut, withoutDockerfiles } from "./docker/own-dockerfile.ts";
import { applyEdits, checkEdits, cleanPath } from "./edits.ts";
import { Folder } from "./folder.ts";
import { usesDockerfile, withoutPlatformFiles } from "./imports/imports.ts";
import { whatToAdd } from "./looked-for.ts";
import type { AppPlan, PlanEdits, Scan } from "./plan.ts";
import { isStartable, scan, scanFolder } from "./scan.ts";
import type { SourceTree } from "./source-tree.ts";

/** Everything that was looked for is a list, which pages and `autostack plan` show; an error says what to do. */
function nothingRecognised({ toAdd }: Scan, path: string | null): AppError {
  const where = path ? `in the folder ${path}` : "in the source";
  return new AppError({
    code: "nothing_recognised",
    status: 422,
    field: path ? "path" : "source",
    summary: `Nothing that can be deployed was found ${where}.`,
    hint: toAdd ?? "Choose a folder with a Dockerfile, a package.json, a requirements.txt or an index.html.",
  });
}

/** Refuses a program that nothing starts, before anything is built for it. */
function startable(plan: AppPlan): AppPlan {
  if (isStartable(plan)) return plan;
  const reason = plan.findings.find(({ level }) => level === "error");
  throw new AppError({
    code: "no_start",
    status: 422,
    field: "start",
    summary: reason?.title ?? "The plan has no start command.",
    hint: reason?.fix ?? "Set the start command in the plan.",
  });
}

/** Which of the source's own files are left out. */
export type LeftOut = Pick<PlanEdits, "useDockerfile" | "usePlatformFiles">;

/**
 * Scans a source, and the one folder of it that a person chose, with or without its Dockerfiles and the files of other
 * platforms. Throws when nothing is recognised there.
 */
export function scanPart(whole: SourceTree, chosen: string | undefined, leftOut: LeftOut = {}): Scan {
  const tree = leftOut.usePlatformFiles === false ? withoutPlatformFiles(whole) : whole;
  if (leftOut.useDockerfile ?? usesDockerfile(tree)) return scanTree(tree, chosen);
  const found = scanTree(withoutDockerfiles(tree), chosen);
  return { ...found, apps: found.apps.map((app) => withLeftOut(Folder.of(tree, app.path), app)) };
}

function scanTree(tree: SourceTree, chosen: string | undefined): Scan {
  const path = chosen ? cleanPath(chosen) : null;
  const found = scan(tree, path);
  if (path === null) {
    if (found.apps.length > 0) return found;
    throw nothingRecognised(found, path);
  }
  if (found.apps.some((app) => app.path === path)) return found;
  const app = scanFolder(tree, path);
  if (!app) throw nothingRecognised({ ...found, toAdd: whatToAdd(Folder.of(tree, path)) }, path);
  return { ...found, apps: [...found.apps, app] };
}

/** The plan of the app that the edits choose, or of the best one, with the edits applied. */
export function choosePlan({ apps, lookedFor }: Scan, edits: PlanEdits): AppPlan {
  checkEdits(edits);
  const path = edits.path ? cleanPath(edits.path) : null;
  const plan = path ? apps.find((app) => app.path === path) : apps[0];
  if (!plan) throw nothingRecognised({ apps, lookedFor }, path);
  return startable(applyEdits(plan, edits));
}
