import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { type Entry, readEntries } from "../imports/entries.ts";

/** The Dockerfile that a file in the folder names, relative to the folder, and the stage of it that is to be built. */
export type NamedDockerfile = { file: string; target: string | null };

/** Where each file names them, in the order in which the files decide. */
const PLACES: readonly { files: readonly string[]; dockerfile: RegExp; target: RegExp | null }[] = [
  { files: ["autostack.yml", "autostack.yaml"], dockerfile: /^dockerfile$/, target: /^target$/ },
  { files: ["render.yaml", "render.yml"], dockerfile: /^services\[\d{1,3}\]\.dockerfilePath$/, target: null },
  { files: ["fly.toml"], dockerfile: /^build\.dockerfile$/, target: /^build\.build-target$/ },
  { files: ["railway.json", "railway.toml"], dockerfile: /^build\.dockerfilePath$/, target: null },
  {
    files: ["heroku.yml"],
    dockerfile: /^build\.docker\.web(?:\.dockerfile)?$/,
    target: /^build\.docker\.web\.target$/,
  },
  { files: ["captain-definition"], dockerfile: /^dockerfilePath$/, target: null },
];

/** The first Dockerfile that is named and there. A stage without one is of the folder's own Dockerfile. */
export function namedDockerfile(folder: Folder, own: string | null): NamedDockerfile | null {
  for (const { files, dockerfile, target } of PLACES) {
    const found = folder.firstOf(...files);
    const text = found && folder.read(found);
    if (!found || !text) continue;
    const { entries } = readEntries(found, text);
    const file = pathIn(folder, textAt(entries, dockerfile)) ?? own;
    const stage = target && textAt(entries, target);
    if (file !== null && (file !== own || stage)) return { file, target: stage || null };
  }
  return null;
}

const textAt = (entries: readonly Entry[], path: RegExp): string | null => {
  const value = entries.find((entry) => path.test(entry.path))?.value;
  return typeof value === "string" ? value : null;
};

/** Such paths are written from the root of the source or from the folder. */
function pathIn(folder: Folder, written: string | null): string | null {
  if (!written) return null;
  const path = posix.normalize(written.replace(/^\/+/, ""));
  if (folder.has(path)) return path;
  return folder.root.has(path) ? posix.relative(folder.path, path) : null;
}
