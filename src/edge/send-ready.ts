import type { Ready } from "./site-cache.ts";

type Range = { start: number; end: number };

/** Sends a file, a part of it, or word that the visitor has it already. */
export function sendReady({ status, headers, etag, size, body }: Ready, request: Request): Response {
  if (status !== 200) return new Response(body, { status, headers });
  if (matches(request.headers.get("if-none-match"), etag)) return new Response(null, { status: 304, headers });
  const range = wantedRange(request, etag, size);
  if (range === null) return new Response(body, { headers });
  const partial = new Headers(headers);
  if (range === "outside") {
    partial.set("content-range", `bytes */${size}`);
    return new Response(null, { status: 416, headers: partial });
  }
  partial.set("content-range", `bytes ${range.start}-${range.end}/${size}`);
  return new Response(body.slice(range.start, range.end + 1), { status: 206, headers: partial });
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^W\//, "") === etag);
}

/** A range of another version of the file gets the whole file. */
function wantedRange(request: Request, etag: string, size: number): Range | "outside" | null {
  const header = request.headers.get("range");
  if (header === null) return null;
  const ifRange = request.headers.get("if-range");
  return ifRange !== null && ifRange !== etag ? null : parseRange(header, size);
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
