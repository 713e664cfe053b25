import type { Folder } from "../folder.ts";

type Reading = { name: string; optional: boolean; example: string; file: string; line: number };

/** Variables that no line of the code names, but a file that only they open. */
const BY_FILE: Record<string, string> = { "config/credentials.yml.enc": "RAILS_MASTER_KEY" };

export function fileReadings(folder: Folder): Reading[] {
  return Object.entries(BY_FILE)
    .filter(([file]) => folder.has(file))
    .map(([file, name]) => ({ name, optional: false, example: "", file, line: 0 }));
}
