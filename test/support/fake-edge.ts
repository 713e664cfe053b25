import type { Edge } from "../../src/edge/edge.ts";
import type { Route } from "../../src/edge/route.ts";

/** Remembers where each hostname leads. */
export class FakeEdge implements Edge {
  readonly name = "embedded" as const;
  readonly routes = new Map<string, readonly Route[]>();

  problem = async () => null;
  start = async () => {};
  stop = async () => {};

  async apply(owner: string, routes: readonly Route[]): Promise<void> {
    if (routes.length > 0) this.routes.set(owner, routes);
    else this.routes.delete(owner);
  }

  origin = ({ hostname }: { hostname: string }) => `http://${hostname}`;

  hostnames(): string[] {
    return [...this.routes.values()].flat().map(({ hostname }) => hostname);
  }
}
