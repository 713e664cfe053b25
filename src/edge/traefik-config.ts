import { stringify } from "yaml";
import { checkRoutes, type Route } from "./route.ts";

export type StaticSettings = {
  address: string;
  port: number;
  apiPort: number;
  dynamicFolder: string;
  /** Whether a proxy on this machine stands before Traefik, whose `X-Forwarded-*` may be believed. */
  behindProxy: boolean;
};

/** A router and the server that it leads to, as the file says it and as Traefik's API must repeat it. */
export type NamedRoute = { name: string; rule: string; url: string };

/** Names and rules of an owner's routes. Sites are served by AutoStack's own server on `sitePort`. */
export function namedRoutes(owner: string, routes: readonly Route[], sitePort: number): NamedRoute[] {
  checkRoutes(owner, routes);
  return routes.map(({ hostname, target }) => ({
    // The name comes from the hostname, so that switching a release changes one service and no router.
    name: `${owner}.${hostname}`,
    rule: `Host(\`${hostname}\`)`,
    url: target.kind === "server" ? `http://${target.address}:${target.port}` : `http://127.0.0.1:${sitePort}`,
  }));
}

/** The first line of each file that AutoStack writes. A file without it is somebody else's and is left alone. */
export const WRITTEN_BY = "# Written by AutoStack. Changes made here are lost.\n";

/** The dynamic file of one owner. Pure: the same routes give the same text. */
export function traefikConfig(owner: string, routes: readonly Route[], sitePort: number): string {
  const named = namedRoutes(owner, routes, sitePort);
  const text =
    WRITTEN_BY +
    stringify({
      http: {
        routers: Object.fromEntries(
          named.map(({ name, rule }) => [name, { rule, entryPoints: ["web"], service: name }]),
        ),
        services: Object.fromEntries(named.map(({ name, url }) => [name, { loadBalancer: { servers: [{ url }] } }])),
      },
    });
  // Traefik renders each file as a Go template before it reads it. The checks above leave no way to write one; this proves it.
  if (text.includes("{{")) throw new Error(`The routes of ${owner} would be a template.`);
  return text;
}

/** Traefik's static file: one entry point for apps, one on loopback for its API, routes from a folder, nothing that calls home. */
export function staticConfig({ address, port, apiPort, dynamicFolder, behindProxy }: StaticSettings): string {
  return stringify({
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    log: { level: "WARN", format: "json" },
    entryPoints: {
      web: {
        address: `${address.includes(":") ? `[${address}]` : address}:${port}`,
        // No deadline for a whole request or answer: uploads, event streams and web sockets last as long as they last.
        transport: {
          respondingTimeouts: { readTimeout: "0s", writeTimeout: "0s", idleTimeout: "180s" },
          lifeCycle: { graceTimeOut: "5s" },
        },
        ...(behindProxy && { forwardedHeaders: { trustedIPs: ["127.0.0.1/32", "::1/128"] } }),
      },
      traefik: { address: `127.0.0.1:${apiPort}` },
    },
    api: { insecure: true, dashboard: false },
    ping: { entryPoint: "traefik" },
    providers: { providersThrottleDuration: "100ms", file: { directory: dynamicFolder, watch: true } },
    serversTransport: {
      maxIdleConnsPerHost: 100,
      // Node closes idle connections after 5 s. Closing first means that a request never meets a closing one.
      forwardingTimeouts: { dialTimeout: "5s", responseHeaderTimeout: "0s", idleConnTimeout: "4s" },
    },
  });
}
