import { AppError } from "../lib/errors.ts";
import { bearerOf, changesState } from "./request.ts";

/**
 * For `app.onRequest(sameOrigin(config))`. Apps run on sub-domains beside the dashboard: to a browser they are
 * same-site, and a `SameSite` cookie does not keep them out. So whatever changes state must come from this very origin.
 */
export function sameOrigin({ publicUrl }: { publicUrl: string | null }) {
  return ({ request }: { request: Request }): void => {
    if (changesState(request) && !isFromHere(request, publicUrl)) throw crossSite();
  };
}

/** Also for what is opened by GET and still must not be opened by another site: WebSockets. */
export function isFromHere(request: Request, publicUrl: string | null): boolean {
  const hasCookie = request.headers.has("cookie");
  // Another site cannot make a browser send a token that it does not know.
  if (bearerOf(request) !== null && !hasCookie) return true;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = request.headers.get("origin");
  if (origin !== null) return ownOrigins(request, publicUrl).includes(origin);
  // Neither header: not a browser. Without a cookie there is nothing to misuse.
  return !hasCookie;
}

function ownOrigins(request: Request, publicUrl: string | null): string[] {
  const own = new URL(request.url).origin;
  return publicUrl === null ? [own] : [own, new URL(publicUrl).origin];
}

function crossSite(): AppError {
  return new AppError({
    code: "cross_site",
    status: 403,
    summary: "This request came from another site, so it was refused.",
    hint: "Open AutoStack in its own tab and do it there. A program sends a token and no cookie.",
  });
}
