import { scaleTo } from "../deployments/scale.ts";
import type { World } from "../deployments/world.ts";
import { errorText } from "../lib/errors.ts";
import type { Environment } from "../projects/project.ts";
import { decide, type Load, recent } from "./decide.ts";
import { type Press, pressOf } from "./press.ts";
import { WorkMeter } from "./work-meter.ts";

type Known = Load & { deployment: string | null };

/** Lets environments run as many replicas as their load asks for, between the fewest and the most of their settings. */
export class Autoscaler {
  readonly #world: World;
  readonly #meter: WorkMeter;
  readonly #known = new Map<string, Known>();

  constructor(world: World) {
    this.#world = world;
    this.#meter = new WorkMeter(world);
  }

  /** Looks at the load of all that may scale, and changes how many run where it asks for that. */
  async look(): Promise<void> {
    const { projects } = this.#world;
    const scaled = projects.allEnvironments().filter(({ settings: { replicas } }) => replicas.most > replicas.fewest);
    const ids = new Set(scaled.map(({ id }) => id));
    for (const id of this.#known.keys()) if (!ids.has(id)) this.#known.delete(id);
    this.#meter.keepOnly(ids);
    await Promise.all(scaled.map((environment) => this.#lookAt(environment)));
  }

  async #lookAt(environment: Environment): Promise<void> {
    const { states, changes, host } = this.#world;
    const isAtRest = environment.release === null || states.asleepSince(environment.id) !== null;
    if (isAtRest || changes.isBusy(environment.id)) return;
    const { replicas } = environment.settings;
    const work = await this.#meter.read(environment);
    const press = work && pressOf(work, replicas);
    if (!press) return;
    const now = host.now();
    const before = this.#of(environment);
    const load = { ...before, samples: recent([...before.samples, { at: now, pressure: press.pressure }], now) };
    this.#known.set(environment.id, load);
    const wanted = decide(load, replicas, now);
    if (wanted !== load.running) await this.#scale(environment, wanted, press);
  }

  /** A new release or another number of replicas begins a new history. */
  #of({ id, deployment }: Environment): Known {
    const running = this.#world.states.replicas(this.#world.projects.environment(id));
    const known = this.#known.get(id);
    if (known?.running === running && known.deployment === deployment) return known;
    return { deployment, running, changedAt: known ? this.#world.host.now() : 0, samples: [] };
  }

  async #scale(environment: Environment, wanted: number, { words }: Press): Promise<void> {
    const { id, project, deployment } = environment;
    const { events, host } = this.#world;
    const event = { project, environment: id, deployment };
    try {
      const { from, to } = await scaleTo(this.#world, id, wanted);
      events.add({ ...event, kind: "scaled", summary: `Scaled from ${from} to ${to}: ${words}.` });
    } catch (error) {
      const summary = `Could not scale to ${wanted} (${words}): ${errorText(error)}`;
      events.add({ ...event, kind: "could_not_scale", summary });
      // Tried in vain is a change too: the next try waits as long.
      this.#known.set(id, { ...this.#of(environment), samples: [], changedAt: host.now() });
    }
  }
}
