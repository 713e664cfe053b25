import { posix } from "node:path";
import type { Folder } from "../folder.ts";

const ENTRIES = [
  "requirements.txt",
  "requirements/production.txt",
  "requirements/prod.txt",
  "requirements/requirements.txt",
  "requirements/base.txt",
  "requirements/main.txt",
  "requirements/common.txt",
  "requirements-prod.txt",
  "requirements.prod.txt",
  "requirements_prod.txt",
];
const INCLUDED = /^[ \t]*(?:-r|--requirement|-c|--constraint)[ \t=]*([\w./-]+)/gm;
const LOCAL_PACKAGE = /^[ \t]*(?:-e\b|--editable|\.|file:)/m;

/** The file that lists what production needs. */
export const requirementsFile = (folder: Folder): string | null => folder.firstOf(...ENTRIES);

/** That file and those that it includes, paths being relative to the file that names them. */
export function requirementFiles(folder: Folder, entry: string | null = requirementsFile(folder)): string[] {
  const files = entry ? [entry] : [];
  for (const file of files) {
    for (const { match } of folder.search([file], INCLUDED)) {
      const included = posix.join(posix.dirname(file), match[1] ?? "");
      if (folder.has(included) && !files.includes(included)) files.push(included);
    }
  }
  return files;
}

/** Whether an install needs more of the project than these files, because it names a part of it. */
export const installsLocalPackage = (folder: Folder, files: readonly string[]): boolean =>
  folder.find(files, LOCAL_PACKAGE) !== null;
