import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { SourceTree } from "../plans/source-tree.ts";

const MAX_FILES = 20_000;
const MAX_DEPTH = 32;
const MAX_TEXT_BYTES = 512 * 1024;

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

/** The files and folders of one folder. Links are neither, so no path of the list leads out of the root. */
async function entriesOf(root: string, folder: readonly string[]): Promise<{ files: string[]; folders: string[][] }> {
  const entries = await readdir(join(root, ...folder), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory() && !SKIPPED.has(entry.name));
  return {
    files: entries.filter((entry) => entry.isFile()).map(({ name }) => [...folder, name].join("/")),
    folders: folders.map(({ name }) => [...folder, name]),
  };
}

async function walk(root: string): Promise<Walk> {
  const found: string[] = [];
  const waiting: string[][] = [[]];
  for (let folder = waiting.shift(); folder && found.length <= MAX_FILES; folder = waiting.shift()) {
    const { files, folders } = await entriesOf(root, folder);
    found.push(...files);
    if (folder.length < MAX_DEPTH) waiting.push(...folders);
  }
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
