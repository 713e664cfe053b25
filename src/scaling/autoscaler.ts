import { instancesOf } from "../deployments/routing.ts";
import { scaleTo } from "../deployments/scale.ts";
import { replicaOf } from "../deployments/services.ts";
import type { World } from "../deployments/world.ts";
import { errorText } from "../lib/errors.ts";
import type { Environment } from "../projects/project.ts";
import { decide, type Load, recent } from "./decide.ts";

type Known = Load & { deployment: string | null };

/** Lets environments run as many replicas as their load asks for, between the fewest and the most of their settings. */
export class Autoscaler {
  readonly #world: World;
  readonly #known = new Map<string, Known>();

  constructor(world: World) {
    this.#world = world;
  }

  /** Looks at the load of all that may scale, and changes at most one replica of each. */
  async look(): Promise<void> {
    const { projects } = this.#world;
    const scaled = projects.allEnvironments().filter(({ settings: { replicas } }) => replicas.most > replicas.fewest);
    for (const id of this.#known.keys())
      if (!scaled.some((environment) => environment.id === id)) this.#known.delete(id);
    await Promise.all(scaled.map((environment) => this.#lookAt(environment)));
  }

  async #lookAt(environment: Environment): Promise<void> {
    const { states, changes, host } = this.#world;
    const isAtRest = environment.release === null || states.asleepSince(environment.id) !== null;
    if (isAtRest || changes.isBusy(environment.id)) return;
    const share = await this.#share(environment);
    if (share === null) return;
    const now = host.now();
    const before = this.#of(environment);
    const load = { ...before, samples: recent([...before.samples, { at: now, share }], now) };
    this.#known.set(environment.id, load);
    const wanted = decide(load, environment.settings.replicas, now);
    if (wanted !== load.running) await this.#scale(environment, wanted, share);
  }

  /** A new release or another number of replicas begins a new history. */
  #of({ id, deployment }: Environment): Known {
    const running = this.#world.states.replicas(this.#world.projects.environment(id));
    const known = this.#known.get(id);
    if (known?.running === running && known.deployment === deployment) return known;
    return { deployment, running, changedAt: known ? this.#world.host.now() : 0, samples: [] };
  }

  /** The mean of what the replicas use of what they may; `null` when none runs. */
  async #share({ id, deployment }: Environment): Promise<number | null> {
    const { runtime, config, states, projects } = this.#world;
    const count = states.replicas(projects.environment(id));
    const replicas = (await instancesOf(this.#world, deployment)).filter((instance) => {
      const replica = replicaOf(instance);
      return replica !== null && replica < count;
    });
    const uses = await Promise.all(replicas.map(({ name }) => runtime.usage(name)));
    const shares = uses.filter((use) => use !== null).map(({ cpus }) => cpus / config.limits.cpus);
    return shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
  }

  async #scale(environment: Environment, wanted: number, share: number): Promise<void> {
    const { id, project, deployment } = environment;
    const { events, host } = this.#world;
    const event = { project, environment: id, deployment };
    const cpu = `CPU at ${Math.round(share * 100)} %`;
    try {
      const { from, to } = await scaleTo(this.#world, id, wanted);
      events.add({ ...event, kind: "scaled", summary: `Scaled from ${from} to ${to}: ${cpu}.` });
    } catch (error) {
      const summary = `Could not scale to ${wanted} (${cpu}): ${errorText(error)}`;
      events.add({ ...event, kind: "could_not_scale", summary });
      // Tried in vain is a change too: the next try waits as long.
      this.#known.set(id, { ...this.#of(environment), samples: [], changedAt: host.now() });
    }
  }
}
