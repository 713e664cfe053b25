import { basename, resolve } from "node:path";
import { realFiles } from "../host/files.ts";
import type { Source } from "../sources/source.ts";
import { wrongUsage } from "./exit.ts";

/** What the command line says is to be deployed. `project`: it is left to the project to say. */
export type DeploySource =
  | { kind: "folder"; path: string; name: string }
  | { kind: "archive"; path: string; name: string; bytes: number }
  | { kind: "git"; url: string }
  | { kind: "project" };

const ARCHIVE = /\.(?:zip|tar|tar\.gz|tgz)$/i;
const GIT_URL = /^(?:[a-z][a-z0-9+.-]*:\/\/|[^\s/@:]+@[^\s/:]+:)/i;

/** Reads the word after `deploy`: a folder, an archive or the URL of a Git repository. */
export async function readDeploySource(word: string | undefined, cwd: string): Promise<DeploySource> {
  if (word === undefined) return { kind: "project" };
  if (GIT_URL.test(word)) return { kind: "git", url: word };
  const path = resolve(cwd, word);
  const stats = await realFiles.stat((await realFiles.realPath(path)) ?? path);
  if (!stats) throw wrongUsage(`There is no folder ${path}.`, "Name a folder, a zip or tar.gz file, or a Git URL.");
  if (stats.isDirectory()) return folderSource(path);
  if (ARCHIVE.test(path)) return { kind: "archive", path, name: basename(path), bytes: stats.size };
  throw wrongUsage(`${path} is neither a folder nor an archive.`, "Name a folder, a zip or a tar.gz file.");
}

export function folderSource(path: string): DeploySource & { kind: "folder" } {
  return { kind: "folder", path, name: basename(path) || "project" };
}

/** Throws when an existing project gets its code from somewhere else than the command line says. */
export function checkSameSource(slug: string, source: Source, given: DeploySource): void {
  if (given.kind === "project" || (source.kind === "upload" && given.kind !== "git")) return;
  if (source.kind === "git" && given.kind === "git" && source.url === given.url) return;
  const from = source.kind === "git" ? `the repository ${source.url}` : sourceWords(source);
  throw wrongUsage(
    `The project ${slug} is deployed from ${from}.`,
    source.kind === "upload"
      ? "Name a folder, or choose another --project."
      : `Leave out what stands before --project: autostack deploy --project ${slug}`,
  );
}

function sourceWords(source: Exclude<Source, { kind: "git" }>): string {
  return source.kind === "upload" ? "uploads" : `the example ${source.name}`;
}
