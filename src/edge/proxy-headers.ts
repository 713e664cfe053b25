/** Who asked, as the service behind the proxy is told. `told` when a proxy of ours has written it into the headers already. */
export type Client = { address: string; scheme: "http" | "https"; believesForwarded: boolean } | "told";

// They belong to one connection and not to the message (RFC 9110, 7.6.1).
const HOP_BY_HOP = [
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
];

/** The control plane's own cookies. Where apps have no hostname of their own, browsers send them to apps too. */
const SESSION_COOKIES = new Set(["autostack_session", "__host-autostack_session"]);

/** The headers that go to the service. Host stays as the visitor wrote it. */
export function requestHeaders(request: Request, client: Client): Record<string, string> {
  const headers = new Headers(request.headers);
  removeHops(headers);
  headers.delete("expect");
  setOrDelete(headers, "cookie", withoutSession(headers.get("cookie")));
  if (client !== "told") nameClient(headers, client);
  return Object.fromEntries(headers);
}

function nameClient(headers: Headers, client: Exclude<Client, "told">): void {
  const before = client.believesForwarded ? headers.get("x-forwarded-for") : null;
  headers.set("x-forwarded-for", before === null ? client.address : `${before}, ${client.address}`);
  headers.set("x-forwarded-proto", client.scheme);
  headers.set("x-forwarded-host", headers.get("host") ?? "");
  for (const name of ["forwarded", "x-forwarded-port", "x-real-ip"])
    if (!client.believesForwarded) headers.delete(name);
}

/** The headers that go back, from Node's raw list of names and values, so that repeated ones stay apart. */
export function responseHeaders(raw: readonly string[], baseDomain: string | null): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < raw.length; index += 2) headers.append(raw[index] ?? "", raw[index + 1] ?? "");
  removeHops(headers);
  const cookies = headers.getSetCookie();
  headers.delete("set-cookie");
  for (const cookie of cookies) {
    const safe = ownCookie(cookie, baseDomain);
    if (safe !== null) headers.append("set-cookie", safe);
  }
  return headers;
}

function removeHops(headers: Headers): void {
  for (const name of headers.get("connection")?.split(",") ?? []) {
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name.trim())) headers.delete(name.trim());
  }
  for (const name of HOP_BY_HOP) headers.delete(name);
}

function withoutSession(cookies: string | null): string | null {
  if (cookies === null) return null;
  const kept = cookies.split(";").filter((cookie) => !SESSION_COOKIES.has(cookieName(cookie)));
  return kept.length > 0 ? kept.join(";").trim() : null;
}

/** A cookie for the app alone: none of the control plane's names, and no `Domain` that its neighbours share. */
function ownCookie(cookie: string, baseDomain: string | null): string | null {
  if (SESSION_COOKIES.has(cookieName(cookie))) return null;
  const [value = "", ...attributes] = cookie.split(";");
  return [value, ...attributes.filter((attribute) => !isShared(attribute, baseDomain))].join(";");
}

function isShared(attribute: string, baseDomain: string | null): boolean {
  const domain = /^\s*domain\s*=\s*\.?([^\s]*)\s*$/i.exec(attribute)?.[1]?.toLowerCase();
  if (domain === undefined || baseDomain === null) return false;
  return domain === baseDomain || baseDomain.endsWith(`.${domain}`);
}

const cookieName = (cookie: string) => (cookie.split("=")[0] ?? "").trim().toLowerCase();

function setOrDelete(headers: Headers, name: string, value: string | null): void {
  if (value === null) headers.delete(name);
  else headers.set(name, value);
}
