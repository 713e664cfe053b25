import type { World } from "../deployments/world.ts";
import type { MachineFacts } from "../host/machine.ts";
import { errorText } from "../lib/errors.ts";
import { SECOND_MS } from "../lib/time.ts";
import { Autoscaler } from "./autoscaler.ts";
import { ReplicaWatch } from "./replica-watch.ts";
import { Sleeper } from "./sleeper.ts";
import { Waker } from "./waker.ts";

const SCALE_MS = 5 * SECOND_MS;
const SLEEP_MS = 10 * SECOND_MS;

/** How much runs, while AutoStack does: replicas by load, nothing where nobody asks, and all of it again for the first who does. */
export class Scaling {
  readonly #autoscaler: Autoscaler;
  readonly #replicas: ReplicaWatch;
  readonly #sleeper: Sleeper;
  readonly #waker: Waker;
  readonly #stopping = new AbortController();
  readonly #host: World["host"];
  #loops: Promise<void>[] = [];

  constructor(world: World, readMachine: () => Promise<MachineFacts>) {
    this.#host = world.host;
    this.#autoscaler = new Autoscaler(world);
    this.#replicas = new ReplicaWatch(world);
    this.#sleeper = new Sleeper(world, readMachine);
    this.#waker = new Waker(world, (environment) => this.#sleeper.asked(environment));
    world.edge.whenWaiting(this.#waker.onWaiting);
  }

  /** After everything was brought back. */
  start(): void {
    this.#waker.begin();
    this.#loops = [
      this.#loop(SCALE_MS, "Replicas could not be counted", () => this.#autoscaler.look()),
      this.#loop(SCALE_MS, "Replicas could not be looked at", () => this.#replicas.look()),
      this.#loop(SLEEP_MS, "Nobody could be put to sleep", () => this.#sleeper.look()),
    ];
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#loops);
  }

  async #loop(pauseMs: number, problem: string, look: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await look().catch((error) => console.error(`${problem}: ${errorText(error)}`));
      await this.#host.sleep(pauseMs, signal);
    }
  }
}
