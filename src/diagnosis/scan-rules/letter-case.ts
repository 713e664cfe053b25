import { posix } from "node:path";
import type { Folder } from "../../plans/folder.ts";
import type { Place } from "../scan-rule.ts";

const IMPORT = /(?:\bfrom|\bimport|\brequire\()\s{0,4}["'](\.{1,2}\/[\w./-]{1,200})["']/;
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const ENDINGS = [
  "",
  ".ts",
  ".tsx",
  ".js",
  ".jsx",
  ".mjs",
  ".cjs",
  ".vue",
  ".svelte",
  "/index.ts",
  "/index.tsx",
  "/index.js",
  "/index.jsx",
];

/** The first import that names a file which is there only in other letters: on Linux that is no file. */
export function mismatchedImport(folder: Folder): Place | null {
  const scripts = folder.code.filter((file) => SCRIPT.test(file));
  if (scripts.length === 0) return null;
  const small = new Map(folder.files.map((file) => [file.toLowerCase(), file]));
  for (const { file, line, match } of folder.search(scripts, IMPORT)) {
    const wanted = posix.join(posix.dirname(file), match[1] ?? "");
    // TypeScript's imports name the file that will be written, `./a.js` for `a.ts`.
    const names = [wanted, wanted.replace(/\.[cm]?js$/, "")].flatMap((name) => ENDINGS.map((ending) => name + ending));
    if (names.some((name) => folder.has(name))) continue;
    const other = names.map((name) => small.get(name.toLowerCase())).find((found) => found !== undefined);
    if (other) return { file, line, name: `${match[1]}, which is ${other}` };
  }
  return null;
}
