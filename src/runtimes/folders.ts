import type { Stats } from "node:fs";
import { join, relative } from "node:path";
import type { Files } from "../host/files.ts";
import { AppError, invalid } from "../lib/errors.ts";
import type { AppPlan } from "../plans/plan.ts";

/** The folder that a plan builds. A path that leaves the workspace, also by a link, is refused. */
export async function planFolder(files: Files, workspace: string, plan: AppPlan): Promise<string> {
  return folderInside(files, workspace, plan.context, "path");
}

/** A folder inside a root, its links followed. `field` names it in the refusal. */
export async function folderInside(files: Files, root: string, path: string, field: string): Promise<string> {
  const realRoot = await files.realPath(root);
  const folder = await files.realPath(join(root, path));
  if (realRoot === null || folder === null || !(await files.stat(folder))?.isDirectory()) {
    throw noFolder(field, path);
  }
  if (!isInside(realRoot, folder)) {
    throw invalid(field, `The folder ${path} leads out of the source.`, "Choose a folder inside it.");
  }
  return folder;
}

export function noFolder(field: string, path: string): AppError {
  return invalid(field, `There is no folder ${path}.`, "Choose a folder that the source or the build has.");
}

/** Names of artifacts and instances become folders and files. */
export function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,127}$/.test(name)) return name;
  throw invalid("name", `${JSON.stringify(name)} cannot name an artifact or an instance.`);
}

/** The size of all files. */
export async function measureFolder(files: Files, folder: string): Promise<number> {
  let bytes = 0;
  for await (const { stats } of entriesOf(files, folder)) bytes += stats.isSymbolicLink() ? 0 : stats.size;
  return bytes;
}

/** Refuses links that lead out of a folder: whoever serves it would follow them. */
export async function refuseLeavingLinks(files: Files, folder: string): Promise<void> {
  const root = (await files.realPath(folder)) ?? folder;
  for await (const { path, stats } of entriesOf(files, root)) {
    if (!stats.isSymbolicLink()) continue;
    const target = await files.realPath(path);
    // A link that leads nowhere can be followed nowhere.
    if (target !== null && !isInside(root, target)) throw linkLeaves(relative(root, path));
  }
}

/** Every file and link below a folder. */
export async function* entriesOf(files: Files, root: string): AsyncGenerator<{ path: string; stats: Stats }> {
  const open = [root];
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    for (const { name, isFolder } of await files.list(folder)) {
      const path = join(folder, name);
      if (isFolder) open.push(path);
      const stats = isFolder ? null : await files.stat(path);
      if (stats) yield { path, stats };
    }
  }
}

function linkLeaves(path: string): AppError {
  return new AppError({
    code: "link_leaves_site",
    status: 422,
    summary: `The link ${path} leads out of the folder that would be served.`,
    hint: "Replace it by the file itself, then deploy again.",
  });
}

function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(`${root}/`);
}
