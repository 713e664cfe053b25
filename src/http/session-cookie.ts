import { DAY_MS, SECOND_MS } from "../lib/time.ts";

const NAME = "autostack_session";
const MAX_AGE_SECONDS = (30 * DAY_MS) / SECOND_MS;

export function isSecure(publicUrl: string | null): boolean {
  return publicUrl?.startsWith("https:") ?? false;
}

/** Behind TLS the `__Host-` prefix keeps apps on sub-domains from setting a cookie of this name. */
function cookieName(publicUrl: string | null): string {
  return isSecure(publicUrl) ? `__Host-${NAME}` : NAME;
}

export function readSessionCookie(request: Request, publicUrl: string | null): string | null {
  return new Bun.CookieMap(request.headers.get("cookie") ?? "").get(cookieName(publicUrl));
}

/** The value of a `Set-Cookie` header. */
export function sessionCookie(token: string, publicUrl: string | null): string {
  return cookie(token, publicUrl, MAX_AGE_SECONDS);
}

export function endedSessionCookie(publicUrl: string | null): string {
  return cookie("", publicUrl, 0);
}

function cookie(value: string, publicUrl: string | null, maxAgeSeconds: number): string {
  const secure = isSecure(publicUrl) ? "; Secure" : "";
  return `${cookieName(publicUrl)}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}
