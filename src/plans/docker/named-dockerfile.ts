import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { type Entry, readEntries } from "../imports/entries.ts";
import { CAPTAIN, captainLines } from "./captain-lines.ts";

/** The Dockerfile that a file in the folder names, relative to the folder, and the stage of it that is to be built. */
export type NamedDockerfile = { file: string; target: string | null };

type Place = { files: readonly string[]; dockerfile: RegExp; target: RegExp | null };

/** Where each file names them, in the order in which the files decide. */
const PLACES: readonly Place[] = [
  { files: ["autostack.yml", "autostack.yaml"], dockerfile: /^dockerfile$/, target: /^target$/ },
  { files: ["fly.toml"], dockerfile: /^build\.dockerfile$/, target: /^build\.build-target$/ },
  { files: ["railway.json", "railway.toml"], dockerfile: /^build\.dockerfilePath$/, target: null },
  {
    files: ["heroku.yml"],
    dockerfile: /^build\.docker\.web(?:\.dockerfile)?$/,
    target: /^build\.docker\.web\.target$/,
  },
  { files: [CAPTAIN], dockerfile: /^dockerfilePath$/, target: null },
];

/** The first Dockerfile that is named and there. A stage without one is of the folder's own Dockerfile. */
export function namedDockerfile(folder: Folder, own: string | null): NamedDockerfile | null {
  for (const place of PLACES) {
    const named = namedIn(folder, own, place);
    if (named) return named;
    // Render's file comes after AutoStack's own.
    const byRender = place === PLACES[0] ? pathIn(folder, namedByRender(folder)) : null;
    if (byRender !== null && byRender !== own) return { file: byRender, target: null };
  }
  return captainLines(folder.read(CAPTAIN) ?? "") === null ? null : { file: CAPTAIN, target: null };
}

function namedIn(folder: Folder, own: string | null, { files, dockerfile, target }: Place): NamedDockerfile | null {
  const found = folder.firstOf(...files);
  const text = found && folder.read(found);
  if (!found || !text) return null;
  const { entries } = readEntries(found, text);
  const file = pathIn(folder, textAt(entries, dockerfile)) ?? own;
  const stage = target && textAt(entries, target);
  return file !== null && (file !== own || stage) ? { file, target: stage || null } : null;
}

/** The Dockerfile of the web service at the root; a worker's is another program's. */
function namedByRender(folder: Folder): string | null {
  const found = folder.firstOf("render.yaml", "render.yml");
  if (!found) return null;
  const { entries } = readEntries(found, folder.read(found) ?? "");
  const web = entries.find(({ path, value }) => value === "web" && /^services\[\d{1,3}\]\.type$/.test(path));
  const service = web?.path.slice(0, -".type".length);
  const at = (key: string) => entries.find(({ path }) => path === `${service}.${key}`)?.value;
  const isHere = [undefined, null, "", ".", "./"].includes(at("rootDir") as string | null | undefined);
  const named = isHere ? at("dockerfilePath") : null;
  return typeof named === "string" ? named : null;
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
