import { deepenSleep, putToSleep } from "../deployments/sleep.ts";
import type { World } from "../deployments/world.ts";
import type { MachineFacts } from "../host/machine.ts";
import { formatDuration } from "../lib/time.ts";
import type { Environment } from "../projects/project.ts";
import { LastRequests } from "./last-requests.ts";
import { type Awake, firstToSleep, STOP_AFTER_MS, sleepy } from "./who-sleeps.ts";

type Memory = Pick<MachineFacts, "memoryUsedBytes" | "memoryTotalBytes">;

/** Below this share of free memory some sleep so that the others can work. */
const FREE_SHARE = 0.1;

/** Lets environments sleep that nobody asks for, and more of them when memory runs out. */
export class Sleeper {
  readonly #world: World;
  readonly #readMemory: () => Promise<Memory>;
  readonly #requests = new LastRequests();

  constructor(world: World, readMemory: () => Promise<Memory>) {
    this.#world = world;
    this.#readMemory = readMemory;
  }

  async look(): Promise<void> {
    const environments = this.#world.projects.allEnvironments().filter(({ release }) => release !== null);
    this.#requests.keepOnly(new Set(environments.map(({ id }) => id)));
    const awake = await this.#awake(environments);
    const now = this.#world.host.now();
    const free = await this.#freeShare();
    for (const one of sleepy(awake, now)) {
      const words = `Fell asleep after ${formatDuration(now - one.lastRequestAt)} without a request.`;
      await this.#sleep(one, words, free < FREE_SHARE);
    }
    await this.#deepenOld(environments, now);
    if (free < FREE_SHARE) await this.#makeRoom(environments, awake, free);
  }

  /** It was asked for just now. */
  asked(environment: string): void {
    this.#requests.asked(environment, this.#world.host.now());
  }

  async #awake(environments: readonly Environment[]): Promise<Awake[]> {
    const { states, edge, host, projects, changes } = this.#world;
    const awake: Awake[] = [];
    for (const environment of environments.filter(({ id }) => states.asleepSince(id) === null && !changes.isBusy(id))) {
      const { id, kind, deployment } = environment;
      const sleepAfterMs = projects.sleepAfterMs(environment);
      if (sleepAfterMs === null && kind === "production") continue;
      const traffic = await Promise.all([edge.traffic(id), deployment === null ? {} : edge.traffic(deployment)]);
      awake.push({ id, kind, sleepAfterMs, lastRequestAt: this.#requests.look(environment, traffic, host.now()) });
    }
    return awake;
  }

  /** One at a time, the least missed first: what sleeps with its memory gives that back before anybody else has to sleep. */
  async #makeRoom(environments: readonly Environment[], awake: readonly Awake[], free: number): Promise<void> {
    const { states, host } = this.#world;
    const asleep = environments
      .flatMap(({ id, kind }) => ({ id, kind, since: states.asleepSince(id) ?? Number.POSITIVE_INFINITY }))
      .filter(({ since }) => since < Number.POSITIVE_INFINITY)
      .sort((a, b) => Number(b.kind === "preview") - Number(a.kind === "preview") || a.since - b.since);
    const words = `memory ran out: ${Math.round(free * 100)} % were free`;
    for (const { id } of asleep) {
      if (await deepenSleep(this.#world, id))
        return this.#tell(id, "stopped_asleep", `Stopped in its sleep because ${words}.`);
    }
    const first = firstToSleep(
      awake.filter(({ id }) => states.asleepSince(id) === null),
      host.now(),
    );
    if (first) await this.#sleep(first, `Fell asleep because ${words}.`, true);
  }

  async #deepenOld(environments: readonly Environment[], now: number): Promise<void> {
    for (const { id } of environments) {
      const since = this.#world.states.asleepSince(id);
      if (since !== null && now - since >= STOP_AFTER_MS) await deepenSleep(this.#world, id);
    }
  }

  async #sleep({ id }: Awake, words: string, isShort: boolean): Promise<void> {
    if (await putToSleep(this.#world, id, isShort ? "stop" : "pause")) this.#tell(id, "slept", words);
    // In use by an event stream or a web socket: it is asked again after as long a time.
    else this.asked(id);
  }

  #tell(environment: string, kind: string, summary: string): void {
    const { project, deployment } = this.#world.projects.environment(environment);
    this.#world.events.add({ project, environment, deployment, kind, summary });
  }

  async #freeShare(): Promise<number> {
    const { memoryUsedBytes, memoryTotalBytes } = await this.#readMemory();
    return 1 - memoryUsedBytes / memoryTotalBytes;
  }
}
