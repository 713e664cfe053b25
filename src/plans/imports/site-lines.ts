/** Headers that no site sets: they frame the message or belong to whoever serves it, or would reach a neighbour's cookies. */
const NOT_FOR_SITES = new Set([
  ...["set-cookie", "content-length", "content-encoding", "content-range", "transfer-encoding", "accept-ranges"],
  ...["connection", "keep-alive", "upgrade", "trailer", "te", "date", "etag", "vary", "location", "server", "status"],
  ...["alt-svc", "clear-site-data", "www-authenticate", "proxy-authenticate", "basic-auth"],
]);

/** Whether a site may set a header of this name. */
export const isHeaderOfSites = (name: string): boolean =>
  /^[a-z0-9-]{1,100}$/i.test(name) && !NOT_FOR_SITES.has(name.toLowerCase());

const MOVED = new Set([301, 302, 303, 307, 308]);
const SHOWN = new Set([200, 404]);
const OTHER_SITE = /^https?:\/\/[a-z0-9.-]+(?::\d+)?(?:\/|$)/i;

/** Whether the site's server follows a rule: it moves visitors anywhere, but shows pages of this site alone. */
export const isFollowed = (to: string, status: number): boolean =>
  to.startsWith("/") ? MOVED.has(status) || SHOWN.has(status) : OTHER_SITE.test(to) && MOVED.has(status);
