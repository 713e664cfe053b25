import { basename, join } from "node:path";
import { stringify } from "yaml";
import { RELEASE_COOKIE } from "./backend.ts";
import { HEALTH_EVERY_MS, HEALTH_TIMEOUT_MS } from "./replica-health.ts";
import { askedReplicas, type Backend, badRoute, checkRoutes, type Route, type Target } from "./route.ts";
import { isSiteName, maintenancePath, sitePath } from "./static-server.ts";

export type StaticSettings = {
  address: string;
  port: number;
  apiPort: number;
  dynamicFolder: string;
  /** Whether a proxy on this machine stands before Traefik, whose `X-Forwarded-*` may be believed. */
  behindProxy: boolean;
};

/** AutoStack's own servers on loopback, to which Traefik leads for everything that is not an app. */
export type OwnServers = { staticPort: number; sitesFolder: string; holderPort: number };

export type Router = { rule: string; entryPoints: string[]; service: string; middlewares?: string[] };
export type Server = { url: string; preservePath?: true };
export type Weighted = { services: { name: string; weight: number }[]; sticky: object };
export type HealthCheck = { path: string; interval: string; timeout: string; followRedirects: false };
export type LoadBalancer = { servers: Server[]; passHostHeader: true; healthCheck?: HealthCheck };
export type Failover = { service: string; fallback: string };
export type Service = { loadBalancer: LoadBalancer } | { weighted: Weighted } | { failover: Failover };
export type Middleware = { basicAuth: { users: string[]; realm: string; removeHeader: true } };

/** What an owner's file says below `http`, and what Traefik's API must repeat. */
export type HttpConfig = {
  routers: Record<string, Router>;
  services: Record<string, Service>;
  middlewares: Record<string, Middleware>;
};

/** The first line of each file that AutoStack writes. A file without it is somebody else's and is left alone. */
export const WRITTEN_BY = "# Written by AutoStack. Changes made here are lost.\n";

const STICKY = { cookie: { name: RELEASE_COOKIE, httpOnly: true, sameSite: "lax" } };

/**
 * Names and rules of an owner's routes. Every name begins with the owner
 * and a dot; a service's name goes on with its release, because Traefik counts requests by service.
 */
export function httpConfig(owner: string, routes: readonly Route[], own: OwnServers): HttpConfig {
  checkRoutes(owner, routes);
  const config: HttpConfig = { routers: {}, services: {}, middlewares: {} };
  for (const route of routes) {
    const rule = `Host(\`${route.hostname}\`)`;
    const service = addServices(config, owner, route, own);
    const middlewares = addGate(config, owner, route);
    const router: Router = { rule, entryPoints: ["web"], service, ...(middlewares.length > 0 && { middlewares }) };
    config.routers[`${owner}.${route.hostname}`] = router;
  }
  return config;
}

/** The name of the service that the route leads to: that of its only release, or one that shares traffic among several. */
function addServices({ services }: HttpConfig, owner: string, route: Route, own: OwnServers): string {
  const { hostname, gate, backends } = route;
  // No release is named with an underscore in front, so these are told from releases.
  const add = (name: string, service: Service) => {
    services[name] = service;
    return name;
  };
  const addLeaf = (release: string, servers: Server[]) =>
    add(`${owner}.${release}.${hostname}`, { loadBalancer: { servers, passHostHeader: true } });
  if (gate.kind === "maintenance") return addLeaf("_maintenance", [ownServer(own, maintenancePath(gate.message))]);
  if (backends.length === 0) return addLeaf("_waiting", [{ url: `http://127.0.0.1:${own.holderPort}` }]);
  const addBackend = (backend: Backend) => {
    const { release, targets } = backend;
    const servers = targets.map((target) => serverOf(target, own));
    const all = addLeaf(release, servers);
    const healthCheck = healthCheckOf(backend);
    if (!healthCheck) return all;
    // Traefik answers 503 when none of the checked servers is well. Then all of them are asked as if nobody had checked.
    const well = add(`${owner}.${release}._well.${hostname}`, {
      loadBalancer: { servers, passHostHeader: true, healthCheck },
    });
    return add(`${owner}.${release}._any.${hostname}`, { failover: { service: well, fallback: all } });
  };
  const leaves = backends.map((backend) => ({ name: addBackend(backend), weight: backend.weight }));
  const [only, ...others] = leaves;
  if (only && others.length === 0) return only.name;
  return add(`${owner}.${hostname}`, { weighted: { services: leaves, sticky: STICKY } });
}

function healthCheckOf(backend: Backend): HealthCheck | null {
  const { health } = backend;
  if (health === undefined || askedReplicas(backend).length === 0) return null;
  const [interval, timeout] = [`${HEALTH_EVERY_MS}ms`, `${HEALTH_TIMEOUT_MS}ms`];
  return { path: health, interval, timeout, followRedirects: false };
}

/** The name holds a hash of the users, so that other users are another middleware. */
function addGate({ middlewares }: HttpConfig, owner: string, { hostname, gate }: Route): string[] {
  if (gate.kind !== "password") return [];
  const hash = new Bun.CryptoHasher("sha256").update(gate.users.join("\n")).digest("hex").slice(0, 16);
  const name = `${owner}.${hash}.${hostname}`;
  middlewares[name] = { basicAuth: { users: [...gate.users], realm: "AutoStack", removeHeader: true } };
  return [name];
}

function serverOf(target: Target, own: OwnServers): Server {
  if (target.kind === "server") return { url: `http://${target.address}:${target.port}` };
  const name = basename(target.folder);
  if (join(own.sitesFolder, name) !== target.folder || !isSiteName(name)) {
    throw badRoute(`${target.folder} is not among the published sites.`);
  }
  return ownServer(own, sitePath(name));
}

function ownServer({ staticPort }: OwnServers, path: string): Server {
  return { url: `http://127.0.0.1:${staticPort}${path}`, preservePath: true };
}

/** The dynamic file of one owner. Pure: the same routes give the same text. */
export function traefikConfig(owner: string, routes: readonly Route[], own: OwnServers): string {
  const { routers, services, middlewares } = httpConfig(owner, routes, own);
  const hasMiddlewares = Object.keys(middlewares).length > 0;
  const text =
    WRITTEN_BY +
    stringify(
      { http: { routers, services, ...(hasMiddlewares && { middlewares }) } },
      { aliasDuplicateObjects: false },
    );
  // Traefik renders each file as a Go template before it reads it. The checks above leave no way to write one; this proves it.
  if (text.includes("{{")) throw new Error(`The routes of ${owner} would be a template.`);
  return text;
}

/** Traefik's static file: one entry point for apps, one on loopback for its API, routes from a folder, nothing that calls home. */
export function staticConfig({ address, port, apiPort, dynamicFolder, behindProxy }: StaticSettings): string {
  return stringify({
    global: { checkNewVersion: false, sendAnonymousUsage: false },
    // A warning is written each time that a replica is asked and not well: too many for a file that nobody cuts.
    log: { level: "ERROR", format: "json" },
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
    // How requests went, by service and so by release. The other labels would only cost.
    metrics: {
      prometheus: {
        entryPoint: "traefik",
        addEntryPointsLabels: false,
        addRoutersLabels: false,
        addServicesLabels: true,
        buckets: [1],
      },
    },
    providers: { providersThrottleDuration: "100ms", file: { directory: dynamicFolder, watch: true } },
    serversTransport: {
      maxIdleConnsPerHost: 100,
      // Node closes idle connections after 5 s. Closing first means that a request never meets a closing one.
      forwardingTimeouts: { dialTimeout: "5s", responseHeaderTimeout: "0s", idleConnTimeout: "4s" },
    },
  });
}
