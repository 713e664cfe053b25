import type { Traffic } from "../edge/edge.ts";

type Seen = { deployment: string | null; requests: number; at: number };

/** When environments were last asked for, as far as the edge's counters tell. */
export class LastRequests {
  readonly #seen = new Map<string, Seen>();

  /** Tells when the last request was seen; a first look and a new deployment count as one. */
  look(
    { id, deployment }: { id: string; deployment: string | null },
    traffic: readonly Record<string, Traffic>[],
    now: number,
  ): number {
    const all = traffic.flatMap((releases) => Object.values(releases));
    const requests = all.reduce((sum, release) => sum + release.requests, 0);
    const isOpen = all.some(({ open }) => open !== null && open > 0);
    const known = this.#seen.get(id);
    // A counter that fell began anew; what it has counted since is new either way.
    const isQuiet = known?.deployment === deployment && known.requests === requests && !isOpen;
    const at = isQuiet ? known.at : now;
    this.#seen.set(id, { deployment, requests, at });
    return at;
  }

  /** What is woken was asked for. */
  asked(id: string, now: number): void {
    const known = this.#seen.get(id);
    if (known) this.#seen.set(id, { ...known, at: now });
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
  }
}
