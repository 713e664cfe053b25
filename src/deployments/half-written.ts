import { join } from "node:path";
import type { Files } from "../host/files.ts";

/** Where files and folders are made beside their place before they are renamed into it. */
const FOLDERS = ["", "edge", "edge/dynamic", "sites", "sources/snapshots", "processes/run", "processes/bin"];

const isHalfWritten = (name: string) => name.startsWith(".") && name.endsWith(".tmp");

/** Removes what an AutoStack was writing when it was killed. Only at a start: later ones are being written. */
export async function removeHalfWritten(files: Pick<Files, "exists" | "list" | "remove">, dataFolder: string) {
  for (const folder of FOLDERS.map((name) => join(dataFolder, name))) {
    if (!(await files.exists(folder))) continue;
    for (const { name } of await files.list(folder)) if (isHalfWritten(name)) await files.remove(join(folder, name));
  }
}
