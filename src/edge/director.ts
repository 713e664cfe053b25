import type { Host } from "../host/host.ts";
import { pickBackend, RELEASE_COOKIE, releaseIn, Turns } from "./backend.ts";
import type { Count, OnWaiting, Traffic } from "./edge.ts";
import { edgePage, noSuchSite, nothingServes, tooManyWait } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { ServiceProxy } from "./proxy.ts";
import type { Client } from "./proxy-headers.ts";
import type { Backend, ServerTarget, Target } from "./route.ts";
import type { Placed } from "./route-book.ts";
import { Sites } from "./sites.ts";
import { TrafficCounts } from "./traffic-counts.ts";
import { WaitingRoom } from "./waiting-room.ts";
import { type Bridge, bridgeWebSocket } from "./websocket.ts";

export type Answer = Response | Promise<Response>;
/** A request and who asked. `find` tells where it leads now: that changes while it waits. */
export type Asked = {
  request: Request;
  server: Bun.Server<Bridge>;
  client: Client;
  find: () => Placed | undefined;
};

/** Brings requests to what their route leads to, holds them while that is nothing, and counts how they went. */
export class Director {
  readonly #sites: Sites;
  readonly #proxy: ServiceProxy;
  readonly #room: WaitingRoom;
  readonly #turns = new Turns();
  readonly #counts = new TrafficCounts();
  readonly #isWell: (target: ServerTarget) => boolean;

  constructor(
    { files, now }: Pick<Host, "files" | "now">,
    baseDomain: string | null,
    isWell: (target: ServerTarget) => boolean = () => true,
  ) {
    this.#isWell = isWell;
    this.#sites = new Sites(files);
    this.#proxy = new ServiceProxy(baseDomain);
    this.#room = new WaitingRoom(now);
  }

  answer(asked: Asked): Answer {
    const placed = asked.find();
    if (!placed) return edgePage(asked.request, noSuchSite(hostnameOf(asked.request)));
    return placed.route.backends.length === 0 ? this.#hold(asked, placed) : this.#lead(asked, placed);
  }

  traffic(owner: string): Record<string, Traffic> {
    return this.#counts.ofOwner(owner);
  }

  whenWaiting(tell: OnWaiting): void {
    this.#room.whenWaiting(tell);
  }

  /** Tells that an owner's routes have changed. */
  changed(owner: string): void {
    this.#room.look(owner);
  }

  /** Tells that an owner has no routes any more. */
  forget(owner: string): void {
    this.#room.look(owner);
    this.#counts.forget(owner);
  }

  close(): void {
    this.#room.close();
    this.#proxy.close();
  }

  async #hold(asked: Asked, { owner }: Placed): Promise<Response> {
    const { request, find } = asked;
    // A route that is gone ends the wait too: there is nothing to wait for.
    const isServed = () => find()?.route.backends.length !== 0;
    const end = await this.#room.wait(owner, isServed, request.signal);
    if (end === "served") return this.answer(asked);
    return edgePage(request, (end === "full" ? tooManyWait : nothingServes)(hostnameOf(request)));
  }

  #lead({ request, server, client }: Asked, { owner, route }: Placed): Answer {
    const cookies = request.headers.get("cookie");
    const backend = pickBackend(route.backends, cookies);
    const target = backend && this.#turns.of(backend.targets, this.#isWell);
    if (!backend || !target) return edgePage(request, nothingServes(hostnameOf(request)));
    const answer = this.#ask(target, this.#counts.of(owner, backend.release), { request, server, client });
    const isSettled = route.backends.length === 1 || releaseIn(cookies) === backend.release;
    return isSettled ? answer : withCookie(answer, backend);
  }

  #ask(target: Target, count: Count, { request, server, client }: Omit<Asked, "find">): Answer {
    count.requests++;
    if (target.kind === "site") {
      const { pathname, search } = new URL(request.url);
      return this.#sites.answer({ folder: target.folder, pathname, search, request });
    }
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return this.#proxy.forward(request, target, client, count);
    }
    return bridgeWebSocket(request, server, target, client, count);
  }
}

async function withCookie(answer: Answer, { release }: Backend): Promise<Response> {
  const response = await answer;
  response.headers.append("set-cookie", `${RELEASE_COOKIE}=${release}; Path=/; HttpOnly; SameSite=Lax`);
  return response;
}
