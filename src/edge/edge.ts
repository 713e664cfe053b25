import type { Route } from "./route.ts";

/** What brings traffic from the outside to releases. */
export interface Edge {
  readonly name: "traefik" | "embedded";
  /** Why it cannot serve now, or `null`. */
  problem(): Promise<string | null>;
  start(): Promise<void>;
  /**
   * Replaces all routes of one owner (an environment or a deployment) as one change. Resolves when traffic follows them, so that what
   * they pointed to before may go. An empty list removes the owner.
   */
  apply(owner: string, routes: readonly Route[]): Promise<void>;
  /** `http://hello.localhost:8080`: what a person opens. */
  origin(route: { hostname: string; port: number | null }): string;
  stop(): Promise<void>;
}
