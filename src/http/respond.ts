import type { Html } from "../lib/html.ts";
import { COMMON_HEADERS, pageHeaders } from "./headers.ts";
import { isHtmx, wantsFragment, wantsJson } from "./request.ts";

export type Answer = {
  /** A whole page, or where to go instead: `() => seeOther(path)`. */
  page?: () => Html | Response;
  /** The part of the page that htmx puts in place. Without one htmx gets what `page` makes. */
  fragment?: () => Html | Response;
  /** `undefined` is an empty answer. */
  json: () => unknown;
  status?: number;
};

/** One answer for all who ask: JSON for the API, the fragment for htmx, otherwise the page. */
export function respond(request: Request, { page, fragment, json, status = 200 }: Answer): Response {
  const show = wantsFragment(request) ? (fragment ?? page) : (page ?? fragment);
  if (wantsJson(request) || !show) return jsonResponse(json(), status);
  const shown = show();
  return shown instanceof Response ? forHtmx(request, shown) : htmlResponse(request, shown, status);
}

export function htmlResponse(request: Request, markup: Html, status = 200): Response {
  return new Response(markup.toString(), { status, headers: pageHeaders(request) });
}

export function jsonResponse(value: unknown, status = 200): Response {
  if (value instanceof Response) return value;
  if (value === undefined) return new Response(null, { status: 204, headers: COMMON_HEADERS });
  return Response.json(value, { status, headers: COMMON_HEADERS });
}

/** Go on with a GET of another path. Return it through `respond` or `forHtmx`. */
export function seeOther(path: string, headers: Record<string, string> = {}): Response {
  return new Response(null, { status: 303, headers: { ...COMMON_HEADERS, ...headers, location: path } });
}

/** `fetch` would follow a redirect and htmx swap the wrong page in, so htmx is told by a header to go there. */
export function forHtmx(request: Request, response: Response): Response {
  const path = response.headers.get("location");
  if (!path || !isHtmx(request)) return response;
  const headers = new Headers(response.headers);
  headers.delete("location");
  headers.set("hx-redirect", path);
  return new Response(null, { status: 200, headers });
}
