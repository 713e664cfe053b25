const nonces = new WeakMap<Request, string>();

/** One nonce a request: of its Content-Security-Policy header and of everything in its page. */
export function nonceOf(request: Request): string {
  const known = nonces.get(request);
  if (known) return known;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  nonces.set(request, nonce);
  return nonce;
}

const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** For everything that shows a page or a part of one. */
export function pageHeaders(request: Request): Record<string, string> {
  return {
    ...COMMON_HEADERS,
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": `${POLICY}; script-src 'self' 'nonce-${nonceOf(request)}'`,
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
    // Not `no-referrer`: with it browsers send `Origin: null` for forms, which the same-origin guard must refuse.
    "referrer-policy": "same-origin",
  };
}

/** Answers are of one person and of one kind: page, fragment or JSON have the same URL. */
export const COMMON_HEADERS = {
  "cache-control": "private, no-cache",
  vary: "Accept, HX-Request-Type, Cookie",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
} as const;
