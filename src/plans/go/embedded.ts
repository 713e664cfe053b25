import { posix } from "node:path";
import type { Folder } from "../folder.ts";

const EMBED = /^\/\/go:embed[ \t]+([^\n]+)$/gm;

/** What `//go:embed` puts into the program itself: folders and files, relative to the folder. */
export function embeddedIn(folder: Folder): string[] {
  return folder.code
    .filter((file) => file.endsWith(".go"))
    .flatMap((file) =>
      [...(folder.read(file) ?? "").matchAll(EMBED)].flatMap(([, patterns = ""]) =>
        patterns
          .trim()
          .split(/\s+/)
          .map((pattern) => embeddedPath(file, pattern)),
      ),
    );
}

/** `all:static`, `templates/*.html`: the part before the first wildcard. */
function embeddedPath(file: string, pattern: string): string {
  const plain = pattern.replace(/^["'`]?(?:all:)?/, "").replace(/["'`]$/, "");
  const fixed = plain.includes("*") ? posix.dirname(plain.slice(0, plain.indexOf("*") + 1)) : plain;
  return posix.join(posix.dirname(file), fixed);
}
