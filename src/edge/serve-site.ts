import type { Files } from "../host/files.ts";
import { edgePage, noSuchPage } from "./edge-page.ts";
import { findInSite, firstFile, type SiteFile } from "./site-path.ts";

type Range = { start: number; end: number };

// Folders in which frameworks put nothing but files that are named by their content.
const HASHED_FOLDERS = /^\/(?:_next\/static|_astro|_nuxt|_app\/immutable)\//;
const LAST_NAME_PART = /[-._]([A-Za-z0-9]{8,64})\.[a-z0-9]+$/;

/** Answers a request from a folder of files. */
export async function serveSite(files: Files, folder: string, request: Request): Promise<Response> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    return new Response("A static site answers GET and HEAD only.\n", { status: 405, headers: { allow: "GET, HEAD" } });
  }
  const { pathname, search } = new URL(request.url);
  const answer = await findInSite(files, folder, pathname);
  switch (answer.kind) {
    case "file":
      return sendFile(files, answer.file, request, cachingOf(pathname));
    case "redirect":
      return new Response(null, { status: 308, headers: { location: answer.to + search } });
    case "missing":
      return notFoundPage(files, folder, request);
  }
}

async function notFoundPage(files: Files, folder: string, request: Request): Promise<Response> {
  const own = await firstFile(files, folder, ["404.html"]);
  if (!own) return edgePage(request, noSuchPage(new URL(request.url).pathname));
  const body = files.blob(own.path);
  return new Response(body, { status: 404, headers: { "content-type": body.type, "cache-control": "no-cache" } });
}

function sendFile(files: Files, file: SiteFile, request: Request, caching: string): Response {
  const body = files.blob(file.path);
  const etag = `"${file.size.toString(36)}-${Math.trunc(file.changedAt * 1000).toString(36)}"`;
  const headers = new Headers({
    etag,
    "cache-control": caching,
    "accept-ranges": "bytes",
    "content-type": body.type,
    "x-content-type-options": "nosniff",
  });
  if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const range = wantedRange(request, etag, file.size);
  if (range === null) return new Response(body, { headers });
  if (range === "outside") {
    headers.set("content-range", `bytes */${file.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-range", `bytes ${range.start}-${range.end}/${file.size}`);
  return new Response(body.slice(range.start, range.end + 1), { status: 206, headers });
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

/** A range of another version of the file gets the whole file. */
function wantedRange(request: Request, etag: string, size: number): Range | "outside" | null {
  const ifRange = request.headers.get("if-range");
  const header = request.headers.get("range");
  return header === null || (ifRange !== null && ifRange !== etag) ? null : parseRange(header, size);
}

/** One range of bytes. Several ranges, and what makes no sense, get the whole file, as the standard allows. */
function parseRange(header: string, size: number): Range | "outside" | null {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === "" && last === "") return null;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Number(last);
  if (start >= size) return "outside";
  return start > end ? null : { start, end: Math.min(end, size - 1) };
}

/** A file that is named by its content is kept for good; every other one is asked for again, which the ETag makes cheap. */
function cachingOf(pathname: string): string {
  return isNamedByContent(pathname) ? "public, max-age=31536000, immutable" : "public, max-age=0, must-revalidate";
}

/** Careful rather than complete: a wrong yes would leave visitors with an old file for a year. */
export function isNamedByContent(pathname: string): boolean {
  if (HASHED_FOLDERS.test(pathname)) return true;
  const hash = LAST_NAME_PART.exec(pathname)?.[1] ?? "";
  const hasDigit = /\d/.test(hash);
  const isHex = /^[0-9a-f]{8,64}$/.test(hash) && hasDigit && /[a-f]/.test(hash);
  const isBase64 = hash.length <= 12 && hasDigit && /[a-z]/.test(hash) && /[A-Z]/.test(hash);
  return isHex || isBase64;
}
