import type { Route } from "./route.ts";

/** `errors` are answers of 500 and more, and requests without an answer. `open` is how many are under way now, where the edge knows. */
export type Traffic = { requests: number; errors: number; open: number | null };

/** What an edge that counts by itself adds to. */
export type Count = { requests: number; errors: number; open: number };

/**
 * Told when requests begin to wait at an owner's routes because nothing serves them: something is to be woken. Told again when they
 * still come much later.
 */
export type OnWaiting = (owner: string) => void;

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
  /** Who is told when requests begin to wait, as long as nothing else is said. It must bring backends by `apply`. */
  whenWaiting(tell: OnWaiting): void;
  /**
   * How requests to an owner's routes went since the edge began to count, by release. The numbers begin again at zero when the edge
   * was started again, so look at differences.
   */
  traffic(owner: string): Promise<Record<string, Traffic>>;
  /** Addresses such as `172.18.0.2:3000` of an owner's replicas that do not answer as they should, so that others get their traffic. */
  unwell(owner: string): Promise<string[]>;
  /** Where this machine reaches the route, with its hostname as the Host header: `http://127.0.0.1:8080`. */
  entry(route: { hostname: string; port: number | null }): string;
  /** `http://hello.localhost:8080`: what a person opens. */
  origin(route: { hostname: string; port: number | null }): string;
  stop(): Promise<void>;
}
