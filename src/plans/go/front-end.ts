import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { type Assets, assetsOf, NO_ASSETS } from "../javascript/assets.ts";
import { joined } from "../javascript/project.ts";
import { shellQuote } from "../shell-line.ts";
import { templLine } from "./templates.ts";

const DEEPEST = 3;
const word = (path: string) => (/^[\w./-]+$/.test(path) ? path : shellQuote(path));

/** Whether the source holds more of a folder than what keeps an empty one in Git. */
const isThere = (folder: Folder, path: string) =>
  folder.files.some((file) => (file === path || file.startsWith(`${path}/`)) && !/(?:^|\/)\.[^/]{1,40}$/.test(file));

const isAround = (path: string, inside: string) => path === "." || inside.startsWith(`${path}/`);

/** The front end that fills a folder which is embedded into the program and is not in the source: its `package.json`. */
function frontEndOf(folder: Folder, embedded: readonly string[]): string | null {
  const missing = embedded.filter((path) => !isThere(folder, path));
  if (missing.length === 0) return null;
  const packages = folder.files
    .filter((file) => posix.basename(file) === "package.json" && file.split("/").length <= DEEPEST)
    .map((file) => posix.dirname(file));
  const around = packages
    .filter((path) => missing.some((one) => isAround(path, one)))
    .sort((a, b) => b.length - a.length);
  return around[0] ?? (packages.length === 1 ? (packages[0] ?? null) : null);
}

/** What runs before the program is compiled: its front end's build, and what makes Go of its pages. */
export function builtBefore(folder: Folder, embedded: readonly string[], inContext: string): Assets {
  const frontEnd = embeddedFrontEnd(folder, embedded, inContext);
  const { line, facts } = templLine(folder);
  const pages = line && inContext !== "." ? `(cd ${word(inContext)} && ${line})` : line;
  return { ...frontEnd, build: joined(frontEnd.build, pages), facts: [...frontEnd.facts, ...facts] };
}

/** As seen from the folder in which commands run. */
function embeddedFrontEnd(folder: Folder, embedded: readonly string[], inContext: string): Assets {
  const path = frontEndOf(folder, embedded);
  if (path === null) return NO_ASSETS;
  const { build, packages, facts } = assetsOf(folder.at(posix.join(folder.path, path)));
  const place = posix.join(inContext, path);
  return {
    build: build && (place === "." ? build : `(cd ${word(place)} && ${build})`),
    prune: null,
    packages,
    facts: facts.map((one) => ({ ...one, file: posix.join(path, one.file) })),
  };
}
