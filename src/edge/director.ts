import type { Files } from "../host/files.ts";
import { pickBackend, RELEASE_COOKIE, releaseIn, Turns } from "./backend.ts";
import type { Count, Traffic } from "./edge.ts";
import { edgePage, nothingServes } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { ServiceProxy } from "./proxy.ts";
import type { Client } from "./proxy-headers.ts";
import type { Backend, Target } from "./route.ts";
import type { Placed } from "./route-book.ts";
import { Sites } from "./sites.ts";
import { TrafficCounts } from "./traffic-counts.ts";
import { type Bridge, bridgeWebSocket } from "./websocket.ts";

type Server = Bun.Server<Bridge>;
export type Answer = Response | Promise<Response>;

/** Brings requests to what their route leads to, and counts how they went. */
export class Director {
  readonly #sites: Sites;
  readonly #proxy: ServiceProxy;
  readonly #turns = new Turns();
  readonly #counts = new TrafficCounts();

  constructor(files: Files, baseDomain: string | null) {
    this.#sites = new Sites(files);
    this.#proxy = new ServiceProxy(baseDomain);
  }

  answer({ owner, route }: Placed, request: Request, server: Server, client: Client): Answer {
    const cookies = request.headers.get("cookie");
    const backend = pickBackend(route.backends, cookies);
    const target = backend && this.#turns.of(backend.targets);
    if (!backend || !target) return edgePage(request, nothingServes(hostnameOf(request)));
    const answer = this.#ask(target, this.#counts.of(owner, backend.release), request, server, client);
    const isSettled = route.backends.length === 1 || releaseIn(cookies) === backend.release;
    return isSettled ? answer : withCookie(answer, backend);
  }

  traffic(owner: string): Record<string, Traffic> {
    return this.#counts.ofOwner(owner);
  }

  close(): void {
    this.#proxy.close();
  }

  #ask(target: Target, count: Count, request: Request, server: Server, client: Client): Answer {
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
