// Folders in which frameworks put nothing but files that are named by their content.
const HASHED_FOLDERS = /^\/(?:_next\/static|_astro|_nuxt|_app\/immutable)\//;
const LAST_NAME_PART = /[-._]([A-Za-z0-9]{8,64})\.[a-z0-9]+$/;

/** A file that is named by its content is kept for good; every other one is asked for again, which the ETag makes cheap. */
export function cachingOf(pathname: string): string {
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
