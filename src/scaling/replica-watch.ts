import { instancesOf } from "../deployments/routing.ts";
import type { World } from "../deployments/world.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { Environment } from "../projects/project.ts";

/** Since when the edge says of a replica what it says now, and what was told of it. */
type Seen = { isWell: boolean; since: number; told: boolean };

/** One look may meet a moment that is over at the next. */
const ILL_AFTER_MS = 4 * SECOND_MS;
/** An edge takes everybody for well after each change of its routes, until it has asked. */
const WELL_AFTER_MS = 15 * SECOND_MS;

/** Tells of replicas that the edge leads traffic around because they do not answer. */
export class ReplicaWatch {
  readonly #world: World;
  readonly #seen = new Map<string, Seen>();

  constructor(world: World) {
    this.#world = world;
  }

  async look(): Promise<void> {
    const { projects, states } = this.#world;
    const several = projects.allEnvironments().filter((one) => one.release !== null && states.replicas(one) > 1);
    const there = new Set((await Promise.all(several.map((one) => this.#lookAt(one)))).flat());
    for (const name of this.#seen.keys()) if (!there.has(name)) this.#seen.delete(name);
  }

  async #lookAt(environment: Environment): Promise<string[]> {
    const { edge, host } = this.#world;
    const unwell = new Set(await edge.unwell(environment.id));
    const replicas = await instancesOf(this.#world, environment.deployment);
    for (const { name, address, port } of replicas) {
      const isWell = !unwell.has(`${address}:${port}`);
      const before = this.#seen.get(name) ?? { isWell: true, since: host.now(), told: true };
      const seen = before.isWell === isWell ? before : { isWell, since: host.now(), told: before.told };
      this.#seen.set(name, this.#tell(environment, name, seen));
    }
    return replicas.map(({ name }) => name);
  }

  /** `told` is whether it was said to be well last. */
  #tell({ id, project, deployment }: Environment, name: string, seen: Seen): Seen {
    const { events, host } = this.#world;
    const lastedMs = host.now() - seen.since;
    if (seen.told === seen.isWell || lastedMs < (seen.isWell ? WELL_AFTER_MS : ILL_AFTER_MS)) return seen;
    const [kind, summary] = seen.isWell
      ? ["replica_well", `${name} answers again and has its share of traffic.`]
      : ["replica_unwell", `${name} does not answer as it should: the others have its traffic until it does.`];
    events.add({ project, environment: id, deployment, kind, summary });
    return { ...seen, told: seen.isWell };
  }
}
