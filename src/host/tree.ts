import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../lib/errors.ts";
import { linkStaysInside } from "./archive-paths.ts";

export type TreeFolder = { kind: "folder"; path: string };
export type TreeFile = { kind: "file"; path: string; bytes: number; executable: boolean };
export type TreeLink = { kind: "link"; path: string; target: string };
export type TreeEntry = TreeFolder | TreeFile | TreeLink;

/** Everything below a folder, with paths relative to it, in an order that depends on the names alone. */
export async function* walkTree(root: string, below = ""): AsyncGenerator<TreeEntry> {
  const names = await readdir(join(root, below));
  for (const name of names.sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const entry = await describe(root, path);
    yield entry;
    if (entry.kind === "folder") yield* walkTree(root, path);
  }
}

async function describe(root: string, path: string): Promise<TreeEntry> {
  const full = join(root, path);
  const stats = await lstat(full);
  if (stats.isDirectory()) return { kind: "folder", path };
  if (stats.isSymbolicLink()) return { kind: "link", path, target: await readlink(full) };
  if (stats.isFile()) return { kind: "file", path, bytes: stats.size, executable: (stats.mode & 0o111) !== 0 };
  throw new AppError({
    code: "special_file",
    status: 422,
    summary: `${path} is neither a file, a folder nor a link.`,
    hint: "Remove it from the project.",
  });
}

/** The links that lead out of the folder, directly or through another one. */
export async function escapingLinks(folder: string): Promise<TreeLink[]> {
  const links: TreeLink[] = [];
  for await (const entry of walkTree(folder)) if (entry.kind === "link") links.push(entry);
  const targets = new Map(links.map(({ path, target }) => [path, target]));
  return links.filter(({ path }) => !linkStaysInside(path, targets));
}
