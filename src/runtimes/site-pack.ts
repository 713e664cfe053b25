import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip, zstdCompress } from "node:zlib";
import type { Files } from "../host/files.ts";
import { entriesOf } from "./folders.ts";

/** What AutoStack adds to a site. Names that begin with a dot are never served, so it cannot clash with the site's own files. */
export const SITE_EXTRAS = ".autostack";
/** Where a file's packed form stands in the extras: `.autostack/br/assets/app.js`. */
export const PACKINGS = ["br", "zstd", "gzip"] as const;
export type Packing = (typeof PACKINGS)[number];
/** What is kept with a site beside its files. `fallback` answers for every path that a single-page app routes by itself. */
export type SiteNotes = {
  fallback: string | null;
  /** Lines as in the site's own `_redirects` and `_headers`, which come from elsewhere. */
  redirects?: readonly string[];
  headers?: readonly string[];
};

const WORTHWHILE = /\.(?:html?|css|m?js|json|map|svg|xml|txt|md|wasm|webmanifest|ico|ttf|otf|eot|csv|rss|atom)$/i;
const SMALLEST = 1000;
const LARGEST = 32_000_000;
/** Above this much text the best packing would take longer than people want to wait for a deployment. */
const BEST_UP_TO = 2_000_000;

const EFFORTS = { best: { br: 11, zstd: 19, gzip: 9 }, quick: { br: 5, zstd: 6, gzip: 6 } };
type Effort = (typeof EFFORTS)["best"];

const packers: Record<Packing, (bytes: Uint8Array, effort: Effort) => Promise<Uint8Array>> = {
  br: (bytes, { br }) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: br } }),
  zstd: (bytes, { zstd }) => promisify(zstdCompress)(bytes, { params: { [constants.ZSTD_c_compressionLevel]: zstd } }),
  gzip: (bytes, { gzip: level }) => promisify(gzip)(bytes, { level }),
};

/** Packs once, at publishing, what would else be packed for each visitor, and keeps the notes with the site. */
export async function packSite(files: Files, folder: string, notes: SiteNotes): Promise<void> {
  const extras = join(folder, SITE_EXTRAS);
  await files.remove(extras);
  const paths: string[] = [];
  let total = 0;
  for await (const { path, stats } of entriesOf(files, folder)) {
    if (!stats.isFile() || !WORTHWHILE.test(path) || stats.size < SMALLEST || stats.size > LARGEST) continue;
    paths.push(relative(folder, path));
    total += stats.size;
  }
  const effort = total <= BEST_UP_TO ? EFFORTS.best : EFFORTS.quick;
  await files.makeFolder(extras);
  for (const path of paths) await packFile(files, folder, path, effort);
  await files.writeAtomically(join(extras, "site.json"), JSON.stringify(notes));
}

/** Where the packed form of a file of the site would be. */
export function packedPath(folder: string, packing: Packing, path: string): string {
  return join(folder, SITE_EXTRAS, packing, path);
}

async function packFile(files: Files, folder: string, path: string, effort: Effort): Promise<void> {
  const bytes = await files.readBytes(join(folder, path));
  const pack = async (packing: Packing) => {
    const packed = await packers[packing](bytes, effort);
    if (packed.length >= bytes.length) return;
    const target = packedPath(folder, packing, path);
    await files.makeFolder(dirname(target));
    await files.writeAtomically(target, packed);
  };
  await Promise.all(PACKINGS.map(pack));
}
