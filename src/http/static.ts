import { staticPlugin } from "@elysiajs/static";
import { Elysia } from "elysia";

const YEAR_SECONDS = 31_536_000;
const PACKED_TYPES = /^(text\/|image\/svg|application\/(json|javascript))/;

/**
 * Serves a folder under `/public`. Every file is a route of its own, so that no path can climb out of the folder, and
 * so that it works inside a compiled binary. URLs with the version in them (`?v=`) may be kept for ever.
 */
export async function staticFiles(folder: string) {
  const packed = new Map<string, Uint8Array<ArrayBuffer>>();
  return new Elysia()
    .onAfterHandle(async ({ request, response }) => {
      if (!(response instanceof Response)) return;
      const { pathname, searchParams } = new URL(request.url);
      const kept = searchParams.has("v") ? `public, max-age=${YEAR_SECONDS}, immutable` : "no-cache";
      const headers = new Headers(response.headers);
      headers.set("cache-control", kept);
      headers.set("x-content-type-options", "nosniff");
      headers.set("vary", "Accept-Encoding");
      if (response.status !== 200 || !mayPack(request, headers))
        return new Response(response.body, { status: response.status, headers });
      const body = packed.get(pathname) ?? Bun.gzipSync(await response.arrayBuffer());
      packed.set(pathname, body);
      headers.set("content-encoding", "gzip");
      return new Response(body, { headers });
    })
    .use(await staticPlugin({ assets: folder, prefix: "/public", alwaysStatic: true, indexHTML: false }));
}

function mayPack(request: Request, headers: Headers): boolean {
  const accepted = request.headers.get("accept-encoding") ?? "";
  return /\bgzip\b/.test(accepted) && PACKED_TYPES.test(headers.get("content-type") ?? "");
}
