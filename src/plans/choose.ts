import { AppError } from "../lib/errors.ts";
import { applyEdits, checkEdits, cleanPath } from "./edits.ts";
import type { AppPlan, PlanEdits, Scan } from "./plan.ts";
import { scan, scanFolder } from "./scan.ts";
import type { SourceTree } from "./source-tree.ts";

function nothingRecognised({ lookedFor }: Scan, path: string | null): AppError {
  const where = path ? `in the folder ${path}` : "in the source";
  return new AppError({
    code: "nothing_recognised",
    status: 422,
    ...(path && { field: "path" }),
    summary: `Nothing that can be deployed was found ${where}.`,
    hint: `Looked for ${lookedFor.join("; ")}. Add one of these, or choose the folder that holds it.`,
  });
}

/** The plan of the app that the edits choose, or of the best one, with the edits applied. */
export function planOf(tree: SourceTree, edits: PlanEdits = {}): AppPlan {
  checkEdits(edits);
  const path = edits.path ? cleanPath(edits.path) : null;
  const found = scan(tree);
  const plan = path ? (found.apps.find((app) => app.path === path) ?? scanFolder(tree, path)) : found.apps[0];
  if (!plan) throw nothingRecognised(found, path);
  return applyEdits(plan, edits);
}
