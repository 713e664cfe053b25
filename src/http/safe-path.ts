const HERE = "http://here";

/** A path of this server to go on to, from a `next` that anybody may have written; the fallback for anything else. */
export function safePath(next: string | undefined, fallback: string): string {
  if (!next?.startsWith("/") || !URL.canParse(next, HERE)) return fallback;
  const { origin, pathname, search, hash } = new URL(next, HERE);
  // `/.//evil.example` stays on this origin until it is normalised to `//evil.example`.
  if (origin !== HERE || pathname.startsWith("//")) return fallback;
  return pathname + search + hash;
}

export function loginPath(next: string): string {
  const path = safePath(next, "/");
  return path === "/" ? "/login" : `/login?next=${encodeURIComponent(path)}`;
}
