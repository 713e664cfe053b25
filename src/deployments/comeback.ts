import { errorText } from "../lib/errors.ts";
import { SECOND_MS } from "../lib/time.ts";
import { reconcile } from "./reconcile.ts";
import type { World } from "./world.ts";

const FIRST_PAUSE_MS = SECOND_MS / 4;
const LONGEST_PAUSE_MS = 5 * SECOND_MS;

/** A start brings back what should run. While the engine does not answer that waits, and nothing is done that needs it. */
export class Comeback {
  readonly #world: World;
  readonly #beginJobs: () => void;
  readonly #stopping = new AbortController();
  #waitsFor: string | null = null;
  #waiting: Promise<void> = Promise.resolve();

  /** `beginJobs` is called once, as soon as the queue may go on. */
  constructor(world: World, beginJobs: () => void) {
    this.#world = world;
    let hasBegun = false;
    this.#beginJobs = () => {
      if (!hasBegun) beginJobs();
      hasBegun = true;
    };
  }

  /** What a start still waits for, as a sentence for people. */
  get waitsFor(): string | null {
    return this.#waitsFor;
  }

  /** Tries once before it resolves, and goes on trying after that. `onDone` is called once all is back. */
  async start(onDone: () => void): Promise<void> {
    if (await this.#try()) onDone();
    else this.#waiting = this.#tryAgain(onDone);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#waiting;
  }

  async #tryAgain(onDone: () => void): Promise<void> {
    const { signal } = this.#stopping;
    for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      await this.#world.host.sleep(pauseMs, signal);
      if (signal.aborted) return;
      if (await this.#try()) break;
    }
    if (signal.aborted) return;
    console.error("Everything is brought back now.");
    onDone();
  }

  /** Whatever is done already is not done again. */
  async #try(): Promise<boolean> {
    const { runtime } = this.#world;
    const problem = await runtime.problem();
    if (problem !== null) return this.#waitFor(problem);
    try {
      await runtime.resume();
      await reconcile(this.#world, this.#beginJobs);
      this.#waitsFor = null;
      return true;
    } catch (error) {
      return this.#waitFor((await runtime.problem()) ?? errorText(error));
    }
  }

  #waitFor(problem: string): false {
    if (problem !== this.#waitsFor) console.error(`What should run cannot be brought back yet: ${problem}`);
    this.#waitsFor = problem;
    return false;
  }
}
