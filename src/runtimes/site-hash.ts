import { relative } from "node:path";
import type { Files } from "../host/files.ts";
import { canonical } from "../lib/canonical.ts";
import { entriesOf } from "./folders.ts";
import { SITE_EXTRAS, type SiteNotes } from "./site-pack.ts";

/** Goes up whenever what `packSite` adds to the same files becomes another. */
const PACKED_AS = 1;
/** Larger files are read piece by piece. */
const AT_ONCE_BYTES = 1_000_000;

/**
 * The content hash of a site: every path with its bytes, where links lead, and the notes. What visitors cannot notice does not count:
 * times, modes (all is only read), folders without a file. What AutoStack packs of it follows from the rest.
 */
export async function siteHash(files: Files, folder: string, notes: SiteNotes): Promise<string> {
  const { fallback, redirects = [], headers = [] } = notes;
  const extras = `${SITE_EXTRAS}/`;
  const root = (await files.realPath(folder)) ?? folder;
  const found: [path: string, kind: "file" | "link", content: string][] = [];
  for await (const { path, stats } of entriesOf(files, root)) {
    const name = relative(root, path);
    if (name.startsWith(extras)) continue;
    if (stats.isSymbolicLink()) found.push([name, "link", await targetOf(files, root, path)]);
    else if (stats.isFile()) found.push([name, "file", await contentHash(files, path, stats.size)]);
  }
  found.sort(([a], [b]) => (a < b ? -1 : 1));
  const content = canonical({ packedAs: PACKED_AS, fallback, redirects, headers, found });
  return new Bun.CryptoHasher("sha256").update(content).digest("hex");
}

/** Links within the site are followed; one that leads nowhere is as good as any other such. */
async function targetOf(files: Files, root: string, path: string): Promise<string> {
  const target = await files.realPath(path);
  return target === null ? "" : relative(root, target);
}

async function contentHash(files: Files, path: string, size: number): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  if (size <= AT_ONCE_BYTES) hasher.update(await files.readBytes(path));
  else for await (const piece of files.openRead(path)) hasher.update(piece as Uint8Array);
  return hasher.digest("hex");
}
