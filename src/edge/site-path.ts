import { join } from "node:path";
import type { Files } from "../host/files.ts";
import { isForServerOnly } from "./site.ts";

/** `changedAt` is the inode's own time, which no archive can set: files of two releases never share it with other content. */
export type SiteFile = { path: string; size: number; changedAt: number };

/** What a site has at a path. */
export type SiteAnswer = { kind: "file"; file: SiteFile } | { kind: "redirect"; to: string } | { kind: "missing" };

const MISSING: SiteAnswer = { kind: "missing" };

/** `/about` is `about`, `about.html` or, by a redirect to `/about/`, `about/index.html`. */
export async function findInSite(files: Files, folder: string, pathname: string): Promise<SiteAnswer> {
  const parts = readParts(pathname);
  if (!parts) return MISSING;
  const path = parts.join("/");
  const folderWanted = pathname.endsWith("/");
  const file = await firstFile(files, folder, folderWanted ? [join(path, "index.html")] : [path, `${path}.html`]);
  if (file) return { kind: "file", file };
  // The redirect is made from the parts, so that `//other.example/` cannot become another host.
  const plain = `/${parts.map(encodeURIComponent).join("/")}`;
  const [elsewhere, to] = folderWanted ? [`${path}.html`, plain] : [join(path, "index.html"), `${plain}/`];
  if (path !== "" && (await firstFile(files, folder, [elsewhere]))) return { kind: "redirect", to };
  return MISSING;
}

/** The first of the paths that is a file inside the folder. Links may lead around within it, never out. */
export async function firstFile(files: Files, folder: string, paths: readonly string[]): Promise<SiteFile | null> {
  const root = await files.realPath(folder);
  if (root === null) return null;
  for (const candidate of paths) {
    const path = await files.realPath(join(root, candidate));
    if (!path?.startsWith(`${root}/`)) continue;
    const stat = await files.stat(path);
    if (stat?.isFile()) return { path, size: stat.size, changedAt: stat.ctimeMs };
  }
  return null;
}

/** The decoded parts of a path; `null` for one that no site may answer: dotfiles, `..`, encoded slashes, broken escapes. */
function readParts(pathname: string): string[] | null {
  try {
    const parts = pathname
      .split("/")
      .filter((part) => part !== "")
      .map(decodeURIComponent);
    return parts.every((part, index) => isServed(part, index)) ? parts : null;
  } catch {
    return null;
  }
}

function isServed(part: string, index: number): boolean {
  if (part.includes("/") || part.includes("\0")) return false;
  if (index === 0 && isForServerOnly(part)) return false;
  return !part.startsWith(".") || (index === 0 && part === ".well-known");
}
