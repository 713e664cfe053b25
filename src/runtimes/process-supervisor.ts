import { capLogFile } from "../host/log-file.ts";
import type { Processes } from "../host/processes.ts";
import { errorText } from "../lib/errors.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { EventHub } from "./event-hub.ts";
import type { ProcessRecord, ProcessState } from "./process-state.ts";

const LOOK_EVERY_MS = 500;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = MINUTE_MS;
/** A service that has run this long is well again: its next end is answered at once. */
const WELL_AFTER_MS = 10 * SECOND_MS;

export type SupervisorHost = {
  processes: Processes;
  now(): number;
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
};

/** Starts services again when they end, each time after a longer pause, and keeps their logs below their size. */
export class ProcessSupervisor {
  readonly #host: SupervisorHost;
  readonly #state: ProcessState;
  /** Tells of services that ended and that were started again. */
  readonly events = new EventHub();
  readonly #watched = new Map<string, { stop: AbortController; ended: Promise<void> }>();

  constructor(host: SupervisorHost, state: ProcessState) {
    this.#host = host;
    this.#state = state;
  }

  watch(record: ProcessRecord): void {
    if (this.#watched.has(record.name)) return;
    const stop = new AbortController();
    this.#watched.set(record.name, { stop, ended: this.#keepRunning(record, stop.signal) });
  }

  /** After this nobody starts the service again. */
  async forget(name: string): Promise<void> {
    const watched = this.#watched.get(name);
    if (!watched) return;
    watched.stop.abort();
    this.#watched.delete(name);
    await watched.ended;
  }

  async forgetAll(): Promise<void> {
    await Promise.all([...this.#watched.keys()].map((name) => this.forget(name)));
  }

  async #keepRunning(first: ProcessRecord, signal: AbortSignal): Promise<void> {
    let record = first;
    let quickEnds = 0;
    // Looks before it sleeps: a service that ended together with an earlier AutoStack is started at once.
    while (!signal.aborted) {
      await capLogFile(this.#state.logFile(record.name), record.logBytes);
      if (!(await this.#host.processes.isAlive(record.spawned))) {
        this.died(record);
        quickEnds = this.#host.now() - record.startedAt < WELL_AFTER_MS ? quickEnds + 1 : 0;
        await this.#host.sleep(pauseBefore(quickEnds), signal);
        if (!signal.aborted) record = await this.#tryAgain(record);
      }
      await this.#host.sleep(LOOK_EVERY_MS, signal);
    }
  }

  started({ name, labels }: ProcessRecord): void {
    this.events.tell({ at: this.#host.now(), name, labels, kind: { name: "started" } });
  }

  /** What ended a process, such as want of memory, the kernel tells nobody but its parent. */
  died({ name, labels, spawned }: ProcessRecord): void {
    const exitCode = this.#host.processes.exitCode(spawned) ?? 1;
    this.events.tell({ at: this.#host.now(), name, labels, kind: { name: "died", exitCode, outOfMemory: false } });
  }

  /** A start that fails is one more quick end: the service's own log says why. */
  async #tryAgain(record: ProcessRecord): Promise<ProcessRecord> {
    try {
      return await this.#startAgain(record);
    } catch (error) {
      await this.#state.note(record.name, `AutoStack could not start this again: ${errorText(error)}`);
      return { ...record, startedAt: this.#host.now() };
    }
  }

  async #startAgain(record: ProcessRecord): Promise<ProcessRecord> {
    const { argv, cwd, env, name } = record;
    // What the ended program has left behind would keep its port.
    await this.#host.processes.signal(record.spawned, "SIGKILL");
    const spawned = await this.#host.processes.spawn(argv, { cwd, env, logFile: this.#state.logFile(name) });
    const again = { ...record, spawned, restarts: record.restarts + 1, startedAt: this.#host.now() };
    await this.#state.write(again);
    this.started(again);
    return again;
  }
}

export function pauseBefore(quickEnds: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(quickEnds, 20));
}
