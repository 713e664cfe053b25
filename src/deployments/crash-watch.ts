import { formatBytes } from "../lib/bytes.ts";
import { errorText } from "../lib/errors.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import type { Environment } from "../projects/project.ts";
import type { RuntimeEvent } from "../runtimes/runtime.ts";
import { keepCrash } from "./diagnosis.ts";
import type { World } from "./world.ts";

/** A service that was told to end is removed right after; one that crashed is still there then. */
const REMOVED_WITHIN_MS = SECOND_MS;
/** So many deaths in this time are a loop: the engine starts the service again with longer and longer pauses. */
const LOOP_DEATHS = 3;
const LOOP_MS = 2 * MINUTE_MS;
/** A loop is said once, and again after this long. */
const SAY_AGAIN_MS = 30 * MINUTE_MS;

type Death = RuntimeEvent & { kind: { name: "died" } };

/** Writes down what happens to live services without anybody asking for it: crashes, loops, and the end of memory. */
export class CrashWatch {
  readonly #world: World;
  readonly #stopping = new AbortController();
  readonly #deaths = new Map<string, number[]>();
  readonly #saidLoop = new Map<string, number>();
  #watching: Promise<void> = Promise.resolve();

  constructor(world: World) {
    this.#world = world;
  }

  start(): void {
    this.#watching = this.#watch();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    for await (const event of this.#world.runtime.events(signal)) {
      if (event.kind.name !== "died") continue;
      this.#look(event as Death).catch((error) =>
        console.error(`A crash could not be written down: ${errorText(error)}`),
      );
    }
  }

  async #look(death: Death): Promise<void> {
    const { runtime, host } = this.#world;
    await host.sleep(REMOVED_WITHIN_MS, this.#stopping.signal);
    const environment = this.#liveEnvironment(death);
    if (!environment || this.#stopping.signal.aborted) return;
    if ((await runtime.inspect(death.name)).name === "missing") return;
    this.#say(death, environment);
    await keepCrash(this.#world, environment, death.name, wordsOf(death, this.#world.config.limits.memoryBytes));
  }

  #say(death: Death, { id, project, deployment }: Environment): void {
    const { events, config } = this.#world;
    const what = kindOf(death, this.#isLooping(death));
    if (what === "crash_loop" && !this.#mayRepeat(death)) return;
    const summary = summaryOf(what, death, config.limits.memoryBytes);
    events.add({ project, environment: id, deployment, kind: what, summary });
  }

  /** Only what serves an environment now: what is retiring or asleep ends because it was told to. */
  #liveEnvironment({ labels }: Death): Environment | null {
    const { projects, states } = this.#world;
    const found = projects.allEnvironments().find(({ deployment }) => deployment === labels.deployment);
    return found && states.asleepSince(found.id) === null ? found : null;
  }

  #isLooping({ name, at }: Death): boolean {
    const recent = [...(this.#deaths.get(name) ?? []), at].filter((time) => time > at - LOOP_MS);
    this.#deaths.set(name, recent);
    return recent.length >= LOOP_DEATHS;
  }

  #mayRepeat({ name, at }: Death): boolean {
    const last = this.#saidLoop.get(name);
    if (last !== undefined && at - last < SAY_AGAIN_MS) return false;
    this.#saidLoop.set(name, at);
    return true;
  }
}

type Kind = "crashed" | "crash_loop" | "out_of_memory";

function kindOf({ kind }: Death, isLooping: boolean): Kind {
  if (isLooping) return "crash_loop";
  return kind.outOfMemory ? "out_of_memory" : "crashed";
}

/** What a log cannot say itself, in the words that a probe has for it. */
function wordsOf({ kind }: Death, memoryBytes: number): string {
  return kind.outOfMemory
    ? `It used more than its ${Math.round(memoryBytes / 1e6)} MB of memory.`
    : `It ended with exit code ${kind.exitCode}.`;
}

function summaryOf(what: Kind, { name, kind }: Death, memoryBytes: number): string {
  const why = kind.outOfMemory
    ? `it used more than its ${formatBytes(memoryBytes)} of memory`
    : `it ended with exit code ${kind.exitCode}`;
  switch (what) {
    case "crash_loop":
      return `${name} crashes again and again: ${why}. It is started again with longer and longer pauses. Its log says more.`;
    case "out_of_memory":
      return `${name} was ended because ${why}. It was started again; let it use less, or raise AUTOSTACK_APP_MEMORY.`;
    case "crashed":
      return `${name} crashed: ${why}. It was started again.`;
  }
}
