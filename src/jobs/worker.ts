import { isDatabaseBusy } from "../lib/db.ts";
import { errorText } from "../lib/errors.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { type Job, type JobKind, PutOff } from "./job.ts";
import type { JobStore } from "./job-store.ts";
import { Places, type TakenPlace } from "./places.ts";

const LEASE_MS = MINUTE_MS;
/** New jobs wake the worker, and so do those that were put off; the beat finds what the clock or a full disk has moved. */
const PAUSE_MS = 5 * SECOND_MS;
/** A job that took the process down this often is given up, if its kind can say so. */
const MOST_ATTEMPTS = 5;
const BUSY_MS = SECOND_MS;
/** What must be done in the end, and has failed, is begun again after this long. */
const AGAIN_MS = 30 * SECOND_MS;
/** Nobody puts a job off for longer. */
const LONGEST_WAIT_MS = MINUTE_MS;

/** What went wrong, if anything did; or when to begin again. */
type Outcome = string | PutOff | null;
type Ending = { outcome: Outcome; at: number };

export type WorkerOptions = {
  store: JobStore;
  kinds: Record<string, JobKind>;
  now: () => number;
};

/** Runs jobs of the queue, a few at a time, until it is stopped. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #running = new Map<string, Promise<void>>();
  readonly #places: Map<string, Places>;
  /** How jobs ended while the queue could not be written. */
  readonly #unwritten = new Map<string, Ending>();
  /** Why jobs failed that are begun again. */
  readonly #failing = new Map<string, string>();
  readonly #stop = new AbortController();
  #timer: ReturnType<typeof setInterval> | null = null;
  #soon: ReturnType<typeof setTimeout> | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const kinds = Object.entries(options.kinds);
    this.#places = new Map(kinds.map(([name, kind]) => [name, new Places(kind, () => this.wake())]));
  }

  start(): void {
    const { store, now } = this.#options;
    store.release(Number.MAX_SAFE_INTEGER);
    store.forget(now() - 7 * DAY_MS);
    store.hurry(now(), LONGEST_WAIT_MS);
    this.#timer = setInterval(() => this.#beat(), PAUSE_MS);
    this.wake();
  }

  /** Looks for work now, once it was started. Called after a job was added. */
  wake(): void {
    if (this.#timer === null) return;
    const { store, now } = this.#options;
    // Whoever added the job has done so, whether it can begin now or not.
    this.#guarded(() => {
      for (const [kind, places] of this.#places) this.#fill(kind, places);
      const next = store.nextAt(now());
      if (next !== null && next - now() < PAUSE_MS) this.#lookIn(next - now());
    });
  }

  #fill(kind: string, places: Places): void {
    const { store, now } = this.#options;
    while (!this.#stop.signal.aborted && !places.isFull) {
      const job = store.claim(kind, now(), now() + LEASE_MS);
      if (!job) return;
      const place = places.take();
      const done = this.#run(job, place).finally(() => {
        this.#running.delete(job.id);
        place.leave();
        this.wake();
      });
      this.#running.set(job.id, done);
    }
  }

  /** Tells the running jobs to stop and waits for them. What has not ended runs again at the next start. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    if (this.#soon) clearTimeout(this.#soon);
    this.#stop.abort();
    await Promise.all(this.#running.values());
  }

  #beat(): void {
    const { store, now } = this.#options;
    this.#guarded(() => {
      this.#writeAll();
      for (const id of this.#running.keys()) store.extend(id, now() + LEASE_MS);
      store.release(now());
      store.hurry(now(), LONGEST_WAIT_MS);
      this.wake();
    });
  }

  async #run(job: Job, place: TakenPlace): Promise<void> {
    const outcome = await this.#attempt(job, place);
    // A job that was told to stop has not ended: it keeps its row and runs again at the next start.
    if (this.#stop.signal.aborted && !(outcome instanceof PutOff)) return;
    this.#unwritten.set(job.id, { outcome, at: this.#options.now() });
    this.#guarded(() => this.#writeAll());
  }

  #writeAll(): void {
    const { store } = this.#options;
    for (const [id, { outcome, at }] of this.#unwritten) {
      if (outcome instanceof PutOff) store.putOff(id, at + outcome.delayMs);
      else this.#finish(id, outcome);
      this.#unwritten.delete(id);
    }
  }

  #finish(id: string, problem: string | null): void {
    this.#options.store.finish(id, problem);
    this.#failing.delete(id);
  }

  /** The next job that is put off begins at its time, not at the next beat. */
  #lookIn(durationMs: number): void {
    if (this.#soon) clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#again(), durationMs);
    this.#soon.unref();
  }

  #again(): void {
    if (this.#stop.signal.aborted) return;
    this.#guarded(() => {
      this.#writeAll();
      this.wake();
    });
  }

  /** On a full disk, or while another program locks the database, nothing can be written down. The worker outlives that. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      console.error(`The queue cannot be written: ${errorText(error)}`);
      this.#lookIn(BUSY_MS);
    }
  }

  async #attempt(job: Job, place: TakenPlace): Promise<Outcome> {
    const kind = this.#options.kinds[job.kind];
    if (!kind) return `Nothing handles jobs of kind "${job.kind}".`;
    const isHopeless = kind.giveUp !== undefined && job.attempts > MOST_ATTEMPTS;
    try {
      await (isHopeless ? kind.giveUp?.(job) : kind.handle(job, this.#stop.signal, place));
      return isHopeless ? `It was begun ${MOST_ATTEMPTS} times and never ended.` : null;
    } catch (error) {
      // The same may well work in a moment.
      if (isDatabaseBusy(error)) return new PutOff(BUSY_MS);
      if (error instanceof PutOff) return error;
      return kind.retries ? this.#beginAgain(job, errorText(error)) : errorText(error);
    }
  }

  #beginAgain({ id, kind, subject }: Job, problem: string): PutOff {
    // An engine that is gone for a day is told of once.
    if (this.#failing.get(id) !== problem) console.error(`The job ${kind} of ${subject} is begun again: ${problem}`);
    this.#failing.set(id, problem);
    return new PutOff(AGAIN_MS);
  }
}
