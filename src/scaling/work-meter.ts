import { instancesOf } from "../deployments/routing.ts";
import { replicaOf } from "../deployments/services.ts";
import type { World } from "../deployments/world.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { Environment } from "../projects/project.ts";
import type { Work } from "./press.ts";

type Seen = { release: string | null; requests: number; at: number };

/** Tells what replicas have to do, by the engine and by the edge's counters. */
export class WorkMeter {
  readonly #world: World;
  readonly #seen = new Map<string, Seen>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The mean of those that have traffic; `null` when none runs. */
  async read(environment: Environment): Promise<Work | null> {
    const { runtime, config, states } = this.#world;
    const count = states.replicas(this.#world.projects.environment(environment.id));
    const replicas = (await instancesOf(this.#world, environment.deployment)).filter((instance) => {
      const replica = replicaOf(instance);
      return replica !== null && replica < count;
    });
    const uses = (await Promise.all(replicas.map(({ name }) => runtime.usage(name)))).filter((use) => use !== null);
    if (uses.length === 0) return null;
    const { cpus, memoryBytes } = config.limits;
    const rate = environment.settings.replicas.requestRate === null ? null : await this.#requestRate(environment);
    return {
      cpuShare: uses.reduce((sum, use) => sum + use.cpus, 0) / cpus / uses.length,
      memoryShare: uses.reduce((sum, use) => sum + use.memoryBytes, 0) / memoryBytes / uses.length,
      requestRate: rate === null ? null : rate / uses.length,
    };
  }

  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#seen.keys()) if (!ids.has(id)) this.#seen.delete(id);
  }

  /** Of all replicas together since the last look. A counter that fell began anew, and tells at the next look. */
  async #requestRate({ id, release, deployment }: Environment): Promise<number | null> {
    const { edge, host } = this.#world;
    const owners = [id, deployment].filter((owner) => owner !== null);
    const counts = await Promise.all(owners.map((owner) => edge.traffic(owner)));
    const requests = counts.reduce((sum, releases) => sum + (releases[release ?? ""]?.requests ?? 0), 0);
    const [before, now] = [this.#seen.get(id), { release, requests, at: host.now() }];
    this.#seen.set(id, now);
    if (before?.release !== release || requests < before.requests || now.at <= before.at) return null;
    return ((requests - before.requests) * SECOND_MS) / (now.at - before.at);
  }
}
