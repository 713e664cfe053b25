import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Host } from "../host/host.ts";
import { type Answer, Director } from "./director.ts";
import type { Edge, Traffic } from "./edge.ts";
import { edgePage, noSuchSite } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { siteOrigin } from "./origin.ts";
import { PortServers } from "./port-servers.ts";
import type { Client } from "./proxy-headers.ts";
import type { Route } from "./route.ts";
import { type Placed, RouteBook } from "./route-book.ts";
import { type Bridge, bridgeHandlers } from "./websocket.ts";

type Settings = Pick<Config, "dataFolder" | "address" | "port" | "baseDomain" | "publicUrl">;
type Server = Bun.Server<Bridge>;

/** The proxy inside the control plane, for machines without Traefik: dashboard and apps share one port and are told apart by Host. */
export class EmbeddedEdge implements Edge {
  readonly name = "embedded";
  /** Handlers for `Bun.serve`, beside `handle`. */
  readonly websocket = bridgeHandlers;
  readonly #files: Host["files"];
  readonly #settings: Settings;
  readonly #folder: string;
  readonly #book: RouteBook;
  readonly #director: Director;
  readonly #ports: PortServers;

  constructor(host: Pick<Host, "files">, settings: Settings) {
    this.#files = host.files;
    this.#settings = settings;
    this.#folder = join(settings.dataFolder, "edge");
    this.#book = new RouteBook(host.files, this.#folder);
    this.#director = new Director(host.files, settings.baseDomain);
    this.#ports = new PortServers(settings.address, (port, request, server) => {
      const placed = this.#book.findByPort(port);
      return placed ? this.#lead(placed, request, server) : edgePage(request, noSuchSite(hostnameOf(request)));
    });
  }

  problem(): Promise<string | null> {
    return Promise.resolve(this.#ports.problem());
  }

  /** Brings back the routes from before a restart. */
  async start(): Promise<void> {
    await this.#files.makeFolder(this.#folder, 0o700);
    await this.#book.load();
    this.#ports.openAll(this.#book.ports());
  }

  async apply(owner: string, routes: readonly Route[]): Promise<void> {
    this.#book.check(owner, routes);
    for (const { port } of routes) if (port !== null) this.#ports.open(port);
    await this.#book.replace(owner, routes);
    await this.#ports.closeAllBut(this.#book.ports());
  }

  traffic(owner: string): Promise<Record<string, Traffic>> {
    return Promise.resolve(this.#director.traffic(owner));
  }

  entry({ port }: { port: number | null }): string {
    return `http://127.0.0.1:${port ?? this.#settings.port}`;
  }

  origin(route: { hostname: string; port: number | null }): string {
    return siteOrigin(this.#settings, route);
  }

  async stop(): Promise<void> {
    await this.#ports.close();
    this.#director.close();
  }

  /** The answer of an app, or `undefined` at once: the request is the dashboard's own. */
  handle(request: Request, server: Server): Answer | undefined {
    const hostname = hostnameOf(request);
    if (this.#isDashboard(hostname)) return undefined;
    const placed = this.#book.find(hostname);
    if (placed) return this.#lead(placed, request, server);
    const { baseDomain } = this.#settings;
    const isApps = baseDomain !== null && hostname.endsWith(`.${baseDomain}`);
    return isApps ? edgePage(request, noSuchSite(hostname)) : undefined;
  }

  #isDashboard(hostname: string): boolean {
    const { publicUrl, baseDomain } = this.#settings;
    return hostname === baseDomain || (publicUrl !== null && hostname === new URL(publicUrl).hostname);
  }

  #lead(placed: Placed, request: Request, server: Server): Answer {
    // Event streams and long answers are silent for as long as they like; the server's own idle limit is not for them.
    server.timeout(request, 0);
    return this.#director.answer(placed, request, server, this.#client(request, server));
  }

  #client(request: Request, server: Server): Client {
    const believesForwarded = this.#settings.publicUrl !== null;
    const scheme = believesForwarded && this.#settings.publicUrl?.startsWith("https:") ? "https" : "http";
    return { address: server.requestIP(request)?.address ?? "unknown", scheme, believesForwarded };
  }
}
