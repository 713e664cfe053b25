import { wake } from "../deployments/sleep.ts";
import type { World } from "../deployments/world.ts";
import { errorText } from "../lib/errors.ts";
import type { Environment } from "../projects/project.ts";

/** Wakes what requests wait for. */
export class Waker {
  readonly #world: World;
  readonly #onWoken: (environment: string) => void;
  /** Owners that were asked for before everything else was ready. */
  readonly #early = new Set<string>();
  #isReady = false;

  constructor(world: World, onWoken: (environment: string) => void) {
    this.#world = world;
    this.#onWoken = onWoken;
  }

  /** What the edge calls, with an environment's id or a deployment's. */
  readonly onWaiting = (owner: string): void => {
    if (this.#isReady)
      this.#wake(owner).catch((error) => console.error(`${owner} could not be woken: ${errorText(error)}`));
    else this.#early.add(owner);
  };

  begin(): void {
    this.#isReady = true;
    for (const owner of this.#early) this.onWaiting(owner);
    this.#early.clear();
  }

  async #wake(owner: string): Promise<void> {
    const environment = this.#environmentOf(owner);
    if (!environment || this.#world.states.asleepSince(environment.id) === null) return;
    const event = { project: environment.project, environment: environment.id, deployment: environment.deployment };
    try {
      const tookMs = await wake(this.#world, environment.id);
      if (tookMs === null) return;
      this.#onWoken(environment.id);
      this.#world.events.add({ ...event, kind: "woke", summary: `Woke within ${tookMs} ms for a request.` });
    } catch (error) {
      this.#world.events.add({ ...event, kind: "could_not_wake", summary: `Could not wake: ${errorText(error)}` });
    }
  }

  #environmentOf(owner: string): Environment | undefined {
    return this.#world.projects.allEnvironments().find(({ id, deployment }) => id === owner || deployment === owner);
  }
}
