import { join } from "node:path";
import type { Config } from "../config.ts";
import type { Host } from "../host/host.ts";
import { AppError, errorText } from "../lib/errors.ts";
import { SECOND_MS } from "../lib/time.ts";
import { DASHBOARD, dashboardRoutes } from "./dashboard-routes.ts";
import { Director } from "./director.ts";
import type { Edge, OnWaiting, Traffic } from "./edge.ts";
import { Holder } from "./holder.ts";
import { hostnameOf } from "./hostname-of.ts";
import { siteOrigin } from "./origin.ts";
import type { Route } from "./route.ts";
import { hostnameTaken, type Placed, RouteBook } from "./route-book.ts";
import { StaticProcess } from "./static-process.ts";
import { differences, readInForce, serversDown } from "./traefik-api.ts";
import { httpConfig, type OwnServers } from "./traefik-config.ts";
import { DynamicFolder } from "./traefik-folder.ts";
import { addTraffic, readTraffic } from "./traefik-metrics.ts";
import { TraefikProcess } from "./traefik-process.ts";

type Settings = Pick<
  Config,
  "dataFolder" | "address" | "port" | "edgePort" | "baseDomain" | "publicUrl" | "traefik"
> & {
  /** Whether Traefik and its routes outlive this control plane. */
  keepRunning: boolean;
};
type Machine = Pick<Host, "files" | "processes" | "now" | "sleep">;

/** A busy machine takes seconds to a change; what serves goes on meanwhile. */
const APPLY_MS = 30 * SECOND_MS;
/** Each pause is a tenth longer than the one before: who asks all the time keeps Traefik from what is waited for. */
const POLL = { shortestMs: 5, longestMs: 250, growth: 1.1 };
const WATCH_MS = SECOND_MS;
const LONGEST_WATCH_MS = 30 * SECOND_MS;

/** Traefik beside AutoStack, led by one file an owner. A change is done when Traefik's own API says so. */
export class TraefikEdge implements Edge {
  readonly name = "traefik";
  readonly #host: Machine;
  readonly #settings: Settings;
  readonly #folder: string;
  readonly #book: RouteBook;
  readonly #dynamic: DynamicFolder;
  readonly #sites: StaticProcess;
  readonly #holder: Holder;
  readonly #director: Director;
  readonly #traefik: TraefikProcess;
  /** Where hostnames lead while a change is on its way, before the book says so. */
  readonly #arriving = new Map<string, Placed>();
  readonly #stopping = new AbortController();
  /** The last change of each owner that has one under way. */
  readonly #changes = new Map<string, Promise<void>>();
  #watching: Promise<void> = Promise.resolve();

  constructor(host: Machine, settings: Settings) {
    this.#host = host;
    this.#settings = settings;
    this.#folder = join(settings.dataFolder, "edge");
    this.#book = new RouteBook(host.files, this.#folder);
    this.#dynamic = new DynamicFolder(host.files, join(this.#folder, "dynamic"));
    this.#sites = new StaticProcess(host, { dataFolder: settings.dataFolder, folder: this.#folder });
    this.#director = new Director(host, settings.baseDomain);
    this.#holder = new Holder(host, this.#folder, (request, server) => {
      const hostname = hostnameOf(request);
      const find = () => this.#arriving.get(hostname) ?? this.#book.find(hostname);
      return this.#director.answer({ request, server, client: "told", find });
    });
    this.#traefik = new TraefikProcess(host, {
      binary: host.processes.which(settings.traefik) ?? settings.traefik,
      folder: this.#folder,
      address: settings.address,
      port: settings.edgePort,
      behindProxy: settings.publicUrl !== null,
    });
  }

  async problem(): Promise<string | null> {
    if (this.#host.processes.which(this.#settings.traefik) === null) return "The Traefik binary was not found.";
    if (!(await this.#traefik.isAlive())) return "Traefik is not running.";
    if (!(await this.#sites.isAlive())) return "The server of static sites is not running.";
    return this.#dynamic.problem();
  }

  async start(): Promise<void> {
    await this.#host.files.makeFolder(this.#folder, 0o700);
    await this.#book.load();
    await this.#book.replace(DASHBOARD, dashboardRoutes(this.#settings));
    await Promise.all([this.#sites.start(), this.#holder.start()]);
    await this.#dynamic.writeAll(this.#book.owners(), this.#own);
    await this.#setAside(null);
    await this.#traefik.start();
    this.#watching = this.#watch();
  }

  /** One change at a time for each owner. Those of several owners go together: Traefik reads the whole folder at once. */
  apply(owner: string, routes: readonly Route[]): Promise<void> {
    const change = (this.#changes.get(owner) ?? Promise.resolve()).then(() => this.#change(owner, routes));
    const ended = change
      .catch(() => undefined)
      .then(() => {
        if (this.#changes.get(owner) === ended) this.#changes.delete(owner);
      });
    this.#changes.set(owner, ended);
    return change;
  }

  traffic(owner: string): Promise<Record<string, Traffic>> {
    return readTraffic(this.#traefik.apiPort, owner).then((counted) =>
      // What was held went around Traefik's own services.
      addTraffic(counted, this.#director.traffic(owner)),
    );
  }

  async unwell(owner: string): Promise<string[]> {
    return serversDown(await readInForce(this.#traefik.apiPort, owner));
  }

  whenWaiting(tell: OnWaiting): void {
    this.#director.whenWaiting(tell);
  }

  entry(): string {
    return `http://127.0.0.1:${this.#settings.edgePort}`;
  }

  origin(route: { hostname: string; port: number | null }): string {
    return siteOrigin({ port: this.#settings.edgePort, publicUrl: this.#settings.publicUrl }, route);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
    await Promise.all(this.#changes.values());
    this.#director.close();
    await this.#holder.stop();
    if (this.#settings.keepRunning) return;
    await this.#traefik.stop();
    await this.#sites.stop();
  }

  async #change(owner: string, routes: readonly Route[]): Promise<void> {
    this.#checkFree(owner, routes);
    const before = this.#book.of(owner);
    if (routes.length === 0 && before.length === 0) return;
    for (const route of routes) this.#arriving.set(route.hostname, { owner, route });
    this.#director.changed(owner);
    try {
      await this.#setAside(null);
      await this.#dynamic.write(owner, routes, this.#own);
      await this.#untilInForce(owner, routes);
      await this.#book.replace(owner, routes);
      if (routes.length === 0) this.#director.forget(owner);
    } catch (error) {
      // The caller will end what the new routes lead to, so the old file must stand when Traefik reads the folder again.
      await this.#dynamic.write(owner, before, this.#own);
      throw error;
    } finally {
      for (const { hostname } of routes) this.#arriving.delete(hostname);
      this.#director.changed(owner);
    }
  }

  /** Free in the book, and on no other owner's way there. */
  #checkFree(owner: string, routes: readonly Route[]): void {
    this.#book.check(owner, routes);
    const arriving = routes.find(({ hostname }) => this.#arriving.has(hostname));
    if (arriving) throw hostnameTaken(arriving.hostname, arriving.port);
  }

  /** Traefik swaps its entry points one after the other, a moment apart, so it has to say the same twice. */
  async #untilInForce(owner: string, routes: readonly Route[]): Promise<void> {
    const wanted = httpConfig(owner, routes, this.#own);
    const begin = this.#host.now();
    const deadline = begin + APPLY_MS;
    let problems: string[] = [];
    let lookAt = begin + SECOND_MS;
    for (let agreed = 0, pauseMs = POLL.shortestMs; this.#host.now() < deadline; await this.#host.sleep(pauseMs)) {
      pauseMs = Math.min(POLL.longestMs, pauseMs * POLL.growth);
      problems = await readInForce(this.#traefik.apiPort, owner).then(
        (inForce) => differences(wanted, inForce),
        (error) => [errorText(error)],
      );
      agreed = problems.length === 0 ? agreed + 1 : 0;
      if (agreed === 2) return;
      if (this.#host.now() < lookAt) continue;
      await this.#setAside(await this.#traefik.lastComplaint(begin - SECOND_MS));
      lookAt += SECOND_MS;
    }
    throw await this.#notInForce(owner, problems, begin);
  }

  /** One file that Traefik cannot read must not keep the others from it. An own one is written again. */
  async #setAside(complaint: string | null): Promise<void> {
    for (const name of await this.#dynamic.setAside(complaint)) {
      const owner = name.replace(/\.yml$/, "");
      await this.#dynamic.write(owner, this.#book.of(owner), this.#own);
    }
  }

  async #notInForce(owner: string, problems: readonly string[], since: number): Promise<AppError> {
    // Traefik's log has whole seconds.
    const complaint = await this.#traefik.lastComplaint(since - SECOND_MS);
    const reasons = [await this.problem(), ...problems.slice(0, 3), complaint];
    return new AppError({
      code: "routes_not_in_force",
      status: 503,
      summary: `Traefik did not take over the routes of ${owner}.`,
      hint: reasons.filter((reason) => reason !== null).join(" "),
    });
  }

  get #own(): OwnServers {
    return {
      staticPort: this.#sites.port,
      sitesFolder: join(this.#settings.dataFolder, "sites"),
      holderPort: this.#holder.port,
    };
  }

  /** Starts again what died; waits longer each time that it does not start. `problem` says meanwhile that it is down. */
  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    for (let pauseMs = WATCH_MS; !signal.aborted; await this.#host.sleep(pauseMs, signal)) {
      const isUp = await this.#startAgain().then(
        () => true,
        () => false,
      );
      pauseMs = isUp ? WATCH_MS : Math.min(2 * pauseMs, LONGEST_WATCH_MS);
    }
  }

  async #startAgain(): Promise<void> {
    if (!(await this.#sites.isAlive())) {
      const { port } = this.#sites;
      await this.#sites.start();
      if (this.#sites.port !== port) await this.#dynamic.writeAll(this.#book.owners(), this.#own);
    }
    if (!(await this.#traefik.isAlive())) await this.#traefik.start();
    if (this.#sites.hasOutdated && (await this.#isAllInForce())) await this.#sites.endOutdated();
  }

  async #isAllInForce(): Promise<boolean> {
    for (const [owner, routes] of this.#book.owners()) {
      const inForce = await readInForce(this.#traefik.apiPort, owner);
      if (differences(httpConfig(owner, routes, this.#own), inForce).length > 0) return false;
    }
    return true;
  }
}
