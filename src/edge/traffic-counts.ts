import type { Count, Traffic } from "./edge.ts";

/** How requests went, by owner and release. Whoever answers a request changes the numbers in place. */
export class TrafficCounts {
  readonly #owners = new Map<string, Map<string, Count>>();

  of(owner: string, release: string): Count {
    const known = this.#owners.get(owner)?.get(release);
    return known ?? this.#add(owner, release);
  }

  ofOwner(owner: string): Record<string, Traffic> {
    const releases = [...(this.#owners.get(owner) ?? [])];
    return Object.fromEntries(releases.map(([release, count]) => [release, { ...count }]));
  }

  forget(owner: string): void {
    this.#owners.delete(owner);
  }

  #add(owner: string, release: string): Count {
    const count = { requests: 0, errors: 0, open: 0 };
    const releases = this.#owners.get(owner) ?? new Map<string, Count>();
    this.#owners.set(owner, releases.set(release, count));
    return count;
  }
}
