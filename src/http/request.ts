const API_PREFIX = "/api/v1";
const apiRequests = new WeakSet<Request>();

export function isApiPath(request: Request): boolean {
  return new URL(request.url).pathname.startsWith(`${API_PREFIX}/`);
}

/**
 * The same request without `/api/v1`, remembered as one of the API's. The URL is shadowed and not copied into a new
 * Request: that would read the whole body into memory first, and uploads are large. See docs/decisions/0005.
 */
export function enterApi(request: Request): Request {
  const url = new URL(request.url);
  url.pathname = url.pathname.slice(API_PREFIX.length);
  apiRequests.add(request);
  return Object.defineProperty(request, "url", { value: url.href });
}

export function isApi(request: Request): boolean {
  return apiRequests.has(request) || isApiPath(request);
}

export function wantsJson(request: Request): boolean {
  if (isApi(request)) return true;
  const accept = request.headers.get("accept") ?? "";
  return accept.includes("application/json") && !accept.includes("text/html");
}

export function isHtmx(request: Request): boolean {
  return request.headers.get("hx-request") === "true";
}

/** htmx asks for a part of a page, to put it into the page that is there. */
export function wantsFragment(request: Request): boolean {
  return request.headers.get("hx-request-type") === "partial";
}

export function changesState(request: Request): boolean {
  return !["GET", "HEAD", "OPTIONS"].includes(request.method);
}

export function bearerOf(request: Request): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;
}
