/** Where the edge takes requests: `port` is its own, `publicUrl` a proxy with TLS before it. */
export type Front = { port: number; publicUrl: string | null };

/** What a person opens to reach a route: `http://hello.localhost:8080`, or `https://hello.example.com` behind TLS. */
export function siteOrigin(front: Front, route: { hostname: string; port: number | null }): string {
  const before = front.publicUrl === null ? null : new URL(front.publicUrl);
  const scheme = before?.protocol === "https:" ? "https" : "http";
  if (route.port !== null) return origin(scheme, before?.hostname ?? "localhost", String(route.port));
  return origin(scheme, route.hostname, scheme === "https" && before ? before.port : String(front.port));
}

function origin(scheme: "http" | "https", hostname: string, port: string): string {
  const isUsual = port === "" || port === (scheme === "https" ? "443" : "80");
  return `${scheme}://${hostname}${isUsual ? "" : `:${port}`}`;
}
