import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { SourceTree } from "../plans/source-tree.ts";

/** See https://bford.info/cachedir/. */
export const CACHE_TAG = "CACHEDIR.TAG";
const MAX_FILES = 20_000;
const MAX_DEPTH = 32;
const MAX_TEXT_BYTES = 512 * 1024;
/** So many folders are read at a time: enough to keep the disk busy, and few enough for everything else that wants it. */
const AT_ONCE = 16;

/** Folders that tools fill: nobody wrote what is in them. */
const SKIPPED = new Set([
  ".git",
  ".hg",
  ".svn",
  "node_modules",
  ".venv",
  "venv",
  "__pycache__",
  ".next",
  ".nuxt",
  ".cache",
]);

type Walk = { files: string[]; complete: boolean };
type Entries = { files: string[]; folders: string[] };

/** The files and folders of one folder. Links are neither, so no path of the list leads out of the root. */
async function entriesOf(root: string, folder: string): Promise<Entries> {
  const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => []);
  // Cargo's `target` and other caches say by this file that nobody wrote what is in them.
  if (folder !== "" && entries.some(({ name }) => name === CACHE_TAG)) return { files: [], folders: [] };
  const folders = entries.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name));
  const inside = ({ name }: { name: string }) => (folder === "" ? name : `${folder}/${name}`);
  return { files: entries.filter((entry) => entry.isFile()).map(inside), folders: folders.map(inside) };
}

/** The same of many folders, several read at a time; `found` grows in their order, until it is too long. */
async function entriesOfAll(root: string, folders: readonly string[], found: string[]): Promise<string[]> {
  const below: string[] = [];
  for (let at = 0; at < folders.length && found.length <= MAX_FILES; at += AT_ONCE) {
    const group = await Promise.all(folders.slice(at, at + AT_ONCE).map((folder) => entriesOf(root, folder)));
    found.push(...group.flatMap((entries) => entries.files));
    below.push(...group.flatMap((entries) => entries.folders));
  }
  return below;
}

async function walk(root: string): Promise<Walk> {
  const found: string[] = [];
  let level = [""];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) level = await entriesOfAll(root, level, found);
  return { files: found.slice(0, MAX_FILES).sort(), complete: found.length <= MAX_FILES };
}

/** `null` for a file that is too large, is gone, became a link, or holds a NUL byte and is so no text. */
function readText(path: string): string | null {
  let file: number | null = null;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { size, mode } = fstatSync(file);
    if ((mode & constants.S_IFMT) !== constants.S_IFREG || size > MAX_TEXT_BYTES) return null;
    const bytes = readFileSync(file);
    return bytes.includes(0) ? null : bytes.toString("utf8");
  } catch {
    return null;
  } finally {
    if (file !== null) closeSync(file);
  }
}

/** The files of a real folder for a scan, walked once, nearest to the root first when there are too many. */
export async function readSourceTree(root: string): Promise<SourceTree> {
  const { files, complete } = await walk(root);
  const listed = new Set(files);
  return { files, complete, read: (path) => (listed.has(path) ? readText(join(root, path)) : null) };
}
