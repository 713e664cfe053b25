import { relative } from "node:path";
import type { Files } from "../host/files.ts";
import { type Packing, packedPath } from "../runtimes/site-pack.ts";
import { acceptedPackings } from "./accept-encoding.ts";
import { edgePage, noSuchPage } from "./edge-page.ts";
import { sendReady } from "./send-ready.ts";
import { readSite, type Site } from "./site.ts";
import { type Ready, SiteCache } from "./site-cache.ts";
import { cachingOf } from "./site-caching.ts";
import { headersFor } from "./site-headers.ts";
import { findInSite, firstFile, type SiteFile } from "./site-path.ts";
import { type Redirected, redirectFor } from "./site-redirects.ts";

const CACHE_BYTES = 16 * 1024 * 1024;
/** Files up to this size are kept in memory while they are asked for. */
const SMALL_BYTES = 256 * 1024;
const MOST_SITES = 1000;

/** What is asked of a site: `pathname` and `search` are those of the site, wherever the request came in. */
export type SiteRequest = { folder: string; pathname: string; search: string; request: Request };
type Asked = SiteRequest & { site: Site; packings: readonly Packing[] };

/** Answers requests from published folders, hot small files from memory. A published folder never changes. */
export class Sites {
  readonly #files: Files;
  readonly #cache = new SiteCache(CACHE_BYTES);
  readonly #sites = new Map<string, Site>();

  constructor(files: Files) {
    this.#files = files;
  }

  answer(asked: SiteRequest): Response | Promise<Response> {
    const { request, folder, pathname } = asked;
    if (request.method !== "GET" && request.method !== "HEAD") {
      return new Response("A static site answers GET and HEAD only.\n", {
        status: 405,
        headers: { allow: "GET, HEAD" },
      });
    }
    // A range is one of the file itself, not of its packed form.
    const isWhole = !request.headers.has("range");
    const packings = isWhole ? acceptedPackings(request.headers.get("accept-encoding")) : [];
    const hot = this.#cache.get(keyOf(folder, packings, pathname));
    return hot ? sendReady(hot, request) : this.#look(asked, packings);
  }

  async #look(request: SiteRequest, packings: readonly Packing[]): Promise<Response> {
    const { folder, pathname, search } = request;
    const asked = { ...request, packings, site: await this.#site(folder) };
    const forced = redirectFor(asked.site.redirects, pathname, true);
    if (forced) return this.#redirected(asked, forced);
    const found = await findInSite(this.#files, folder, pathname);
    if (found.kind === "file") return this.#sendFound(asked, found.file);
    if (found.kind === "redirect") return moved(found.to + search, 308);
    const rule = redirectFor(asked.site.redirects, pathname, false);
    return rule ? this.#redirected(asked, rule) : this.#missing(asked);
  }

  async #redirected(asked: Asked, rule: Redirected): Promise<Response> {
    if (rule.kind === "moved") return moved(rule.to.includes("?") ? rule.to : rule.to + asked.search, rule.status);
    const page = await findInSite(this.#files, asked.folder, pathOf(rule.path));
    if (page.kind !== "file") return this.#missing(asked);
    return sendReady(await this.#ready(asked, page.file, rule.status), asked.request);
  }

  async #sendFound(asked: Asked, file: SiteFile): Promise<Response> {
    const ready = await this.#ready(asked, file, 200);
    this.#cache.set(keyOf(asked.folder, asked.packings, asked.pathname), ready);
    return sendReady(ready, asked.request);
  }

  /** A single-page app answers every page; a missing script stays missing, or browsers would run HTML. */
  async #missing(asked: Asked): Promise<Response> {
    const { site, folder, pathname, request } = asked;
    const wantsPage = !/\.[a-z0-9]+$/i.test(pathname) || (request.headers.get("accept") ?? "").includes("text/html");
    const fallback = site.fallback && wantsPage ? await firstFile(this.#files, folder, [site.fallback]) : null;
    if (fallback) return sendReady(await this.#ready(asked, fallback, 200), request);
    const own = await firstFile(this.#files, folder, ["404.html"]);
    return own ? sendReady(await this.#ready(asked, own, 404), request) : edgePage(request, noSuchPage(pathname));
  }

  async #ready({ site, pathname, packings }: Asked, file: SiteFile, status: number): Promise<Ready> {
    const isFound = status === 200;
    const packed = await this.#packed(site, file, packings);
    const { path, size, changedAt } = packed?.file ?? file;
    const body =
      size <= SMALL_BYTES ? new Uint8Array(await this.#files.blob(path).arrayBuffer()) : this.#files.blob(path);
    const hash = body instanceof Uint8Array ? Bun.hash(body) : BigInt(Math.trunc(changedAt * 1000));
    const etag = `"${size.toString(36)}-${hash.toString(36)}"`;
    const headers = new Headers({
      "cache-control": isFound ? cachingOf(file.path.slice(site.folder.length)) : "no-cache",
      "content-type": this.#files.blob(file.path).type,
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
      ...(packed ? { "content-encoding": packed.packing } : { "accept-ranges": "bytes" }),
    });
    for (const [name, value] of headersFor(site.headers, pathname)) headers.set(name, value);
    if (isFound) headers.set("etag", etag);
    return { status, headers, etag, size, body };
  }

  async #packed(site: Site, file: SiteFile, packings: readonly Packing[]) {
    for (const packing of packings) {
      const path = packedPath(site.folder, packing, relative(site.folder, file.path));
      const stat = await this.#files.stat(path);
      if (stat?.isFile()) return { packing, file: { path, size: stat.size, changedAt: stat.ctimeMs } };
    }
    return null;
  }

  async #site(folder: string): Promise<Site> {
    const known = this.#sites.get(folder);
    if (known) return known;
    const real = await this.#files.realPath(folder);
    if (real === null) return { folder, fallback: null, redirects: [], headers: [] };
    if (this.#sites.size >= MOST_SITES) this.#sites.clear();
    const site = await readSite(this.#files, real);
    this.#sites.set(folder, site);
    return site;
  }
}

const keyOf = (folder: string, packings: readonly Packing[], pathname: string) =>
  `${folder}\0${packings.join()}\0${pathname}`;

const pathOf = (target: string) => target.split(/[?#]/)[0] ?? "/";

function moved(to: string, status: number): Response {
  return new Response(null, { status, headers: { location: to, "cache-control": "no-cache" } });
}
