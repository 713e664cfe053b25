import type { Edge, OnWaiting, Traffic } from "../../src/edge/edge.ts";
import type { Route } from "../../src/edge/route.ts";

/** Remembers where each hostname leads. */
export class FakeEdge implements Edge {
  readonly name = "embedded" as const;
  readonly routes = new Map<string, readonly Route[]>();

  problem = async () => null;
  start = async () => {};
  stop = async () => {};

  /** What `traffic` tells of each owner; a test fills it in. */
  readonly counts = new Map<string, Record<string, Traffic>>();
  traffic = async (owner: string) => this.counts.get(owner) ?? {};

  /** Addresses of replicas that do not answer, whoever owns them. */
  ill: string[] = [];
  unwell = async () => this.ill;

  /** Each change of an owner's routes, as the releases they lead to. */
  readonly changes: { owner: string; releases: string[] }[] = [];

  /** A request that waits, as the edge would tell of it. */
  waits: OnWaiting = () => {};
  whenWaiting = (tell: OnWaiting) => {
    this.waits = tell;
  };

  async apply(owner: string, routes: readonly Route[]): Promise<void> {
    this.changes.push({ owner, releases: routes.flatMap(({ backends }) => backends.map(({ release }) => release)) });
    if (routes.length > 0) this.routes.set(owner, routes);
    else this.routes.delete(owner);
  }

  entry = () => "http://127.0.0.1:1";
  origin = ({ hostname }: { hostname: string }) => `http://${hostname}`;

  hostnames(): string[] {
    return [...this.routes.values()].flat().map(({ hostname }) => hostname);
  }
}
