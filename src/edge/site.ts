import { join } from "node:path";
import type { Files } from "../host/files.ts";
import { SITE_EXTRAS, type SiteNotes } from "../runtimes/site-pack.ts";
import { type HeaderRule, readHeaderRules } from "./site-headers.ts";
import { type Redirect, readRedirects } from "./site-redirects.ts";

/** A published folder and what it says about how to serve it. Neither changes once it is published. */
export type Site = { folder: string; fallback: string | null; redirects: Redirect[]; headers: HeaderRule[] };

const LARGEST_RULES = 256_000;

export async function readSite(files: Files, folder: string): Promise<Site> {
  const text = (name: string) => readSmall(files, join(folder, name));
  const { fallback, redirects = [], headers = [] } = notesIn(await text(join(SITE_EXTRAS, "site.json")));
  return {
    folder,
    fallback,
    // The site's own rules win: of redirects the first that fits, of headers the last.
    redirects: readRedirects([await text("_redirects"), ...redirects].join("\n")),
    headers: readHeaderRules([...headers, await text("_headers")].join("\n")),
  };
}

/** Files that are for AutoStack and not for visitors. */
export const isForServerOnly = (path: string) => path === "_redirects" || path === "_headers";

/** Nothing when it is missing, a link, or larger than rules are. */
async function readSmall(files: Files, path: string): Promise<string> {
  const stat = await files.stat(path);
  return stat?.isFile() && stat.size <= LARGEST_RULES ? files.readText(path) : "";
}

function notesIn(notes: string): SiteNotes {
  return notes === "" ? { fallback: null } : (JSON.parse(notes) as SiteNotes);
}
