import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Host } from "../host/host.ts";
import { type Answer, type Asked, Director } from "./director.ts";
import type { Edge, OnWaiting, Traffic } from "./edge.ts";
import { edgePage, noSuchSite } from "./edge-page.ts";
import { Gatekeeper } from "./gate.ts";
import { hostnameOf } from "./hostname-of.ts";
import { siteOrigin } from "./origin.ts";
import { PortServers } from "./port-servers.ts";
import type { Client } from "./proxy-headers.ts";
import { ReplicaHealth } from "./replica-health.ts";
import { askedReplicas, OPEN, type Route } from "./route.ts";
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
  readonly #health: ReplicaHealth;
  readonly #director: Director;
  readonly #gates: Gatekeeper;
  readonly #ports: PortServers;

  constructor(host: Pick<Host, "files" | "now" | "sleep" | "probeHttp">, settings: Settings) {
    this.#files = host.files;
    this.#settings = settings;
    this.#folder = join(settings.dataFolder, "edge");
    this.#book = new RouteBook(host.files, this.#folder);
    this.#health = new ReplicaHealth(host);
    this.#director = new Director(host, settings.baseDomain, this.#health.isWell);
    this.#gates = new Gatekeeper(host.now);
    this.#ports = new PortServers(settings.address, (port, request, server) => {
      return this.#lead(() => this.#book.findByPort(port), request, server);
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
    this.#health.start(() => [...this.#book.owners().values()].flat().flatMap(({ backends }) => backends));
  }

  async apply(owner: string, routes: readonly Route[]): Promise<void> {
    this.#book.check(owner, routes);
    for (const { port } of routes) if (port !== null) this.#ports.open(port);
    const saved = this.#book.replace(owner, routes);
    if (routes.length > 0) this.#director.changed(owner);
    else this.#director.forget(owner);
    await saved;
    await this.#ports.closeAllBut(this.#book.ports());
  }

  unwell(owner: string): Promise<string[]> {
    const replicas = this.#book.of(owner).flatMap(({ backends }) => backends.flatMap(askedReplicas));
    const unwell = replicas.filter((target) => !this.#health.isWell(target));
    return Promise.resolve([...new Set(unwell.map(({ address, port }) => `${address}:${port}`))]);
  }

  whenWaiting(tell: OnWaiting): void {
    this.#director.whenWaiting(tell);
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
    await this.#health.stop();
    this.#director.close();
    await this.#ports.close();
  }

  /** The answer of an app, or `undefined` at once: the request is the dashboard's own. */
  handle(request: Request, server: Server): Answer | undefined {
    const hostname = hostnameOf(request);
    if (this.#isDashboard(hostname)) return undefined;
    const find = () => this.#book.find(hostname);
    if (find()) return this.#lead(find, request, server);
    const { baseDomain } = this.#settings;
    const isApps = baseDomain !== null && hostname.endsWith(`.${baseDomain}`);
    return isApps ? edgePage(request, noSuchSite(hostname)) : undefined;
  }

  #isDashboard(hostname: string): boolean {
    const { publicUrl, baseDomain } = this.#settings;
    return hostname === baseDomain || (publicUrl !== null && hostname === new URL(publicUrl).hostname);
  }

  #lead(find: () => Placed | undefined, request: Request, server: Server): Answer {
    // Event streams and long answers are silent for as long as they like; the server's own idle limit is not for them.
    server.timeout(request, 0);
    const gate = find()?.route.gate ?? OPEN;
    const asked = { request, server, find, client: this.#client(request, server) };
    const stopped = this.#gates.stop(gate, request);
    if (stopped === null) return this.#director.answer(asked);
    if (stopped instanceof Response) return stopped;
    return stopped.then((answer) => answer ?? this.#passed(asked));
  }

  /** Who gave the password: the app is not told it. */
  #passed(asked: Asked): Answer {
    asked.request.headers.delete("authorization");
    return this.#director.answer(asked);
  }

  #client(request: Request, server: Server): Client {
    const believesForwarded = this.#settings.publicUrl !== null;
    const scheme = believesForwarded && this.#settings.publicUrl?.startsWith("https:") ? "https" : "http";
    return { address: server.requestIP(request)?.address ?? "unknown", scheme, believesForwarded };
  }
}
