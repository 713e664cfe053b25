import { errorText } from "../lib/errors.ts";
import { DAY_MS, MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import { type Job, type JobKind, PutOff } from "./job.ts";
import type { JobStore } from "./job-store.ts";

const LEASE_MS = MINUTE_MS;
/** New jobs wake the worker; the pause only matters for jobs that were put off. */
const PAUSE_MS = 5 * SECOND_MS;
/** A job that took the process down this often is not tried again. */
const MOST_ATTEMPTS = 5;

export type WorkerOptions = {
  store: JobStore;
  kinds: Record<string, JobKind>;
  now: () => number;
};

/** Runs jobs of the queue, a few at a time, until it is stopped. */
export class Worker {
  readonly #options: WorkerOptions;
  readonly #running = new Map<string, { kind: string; done: Promise<void> }>();
  readonly #stop = new AbortController();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(options: WorkerOptions) {
    this.#options = options;
  }

  start(): void {
    const { store, now } = this.#options;
    store.release(Number.MAX_SAFE_INTEGER);
    store.forget(now() - 7 * DAY_MS);
    this.#timer = setInterval(() => this.#beat(), PAUSE_MS);
    this.wake();
  }

  /** Looks for work now. Called after a job was added. */
  wake(): void {
    for (const [kind, { concurrency }] of Object.entries(this.#options.kinds)) this.#fill(kind, concurrency);
  }

  #fill(kind: string, concurrency: number): void {
    const { store, now } = this.#options;
    const isFull = () => [...this.#running.values()].filter((job) => job.kind === kind).length >= concurrency;
    while (!this.#stop.signal.aborted && !isFull()) {
      const job = store.claim(kind, now(), now() + LEASE_MS);
      if (!job) return;
      const done = this.#run(job).finally(() => {
        this.#running.delete(job.id);
        this.#guarded(() => this.wake());
      });
      this.#running.set(job.id, { kind, done });
    }
  }

  /** Tells the running jobs to stop and waits for them. What has not ended runs again at the next start. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#stop.abort();
    await Promise.all([...this.#running.values()].map(({ done }) => done));
  }

  #beat(): void {
    const { store, now } = this.#options;
    this.#guarded(() => {
      for (const id of this.#running.keys()) store.extend(id, now() + LEASE_MS);
      store.release(now());
      this.wake();
    });
  }

  async #run(job: Job): Promise<void> {
    const outcome = await this.#attempt(job);
    const { store, now } = this.#options;
    this.#guarded(() => {
      if (outcome instanceof PutOff) store.putOff(job.id, now() + outcome.delayMs);
      // A job that was told to stop has not ended: it keeps its row and runs again at the next start.
      else if (!this.#stop.signal.aborted) store.finish(job.id, outcome);
    });
  }

  /** On a full disk nothing can be written down. The worker outlives that: a job without an end is handed out again. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      console.error(`The queue cannot be written: ${errorText(error)}`);
    }
  }

  /** What went wrong, if anything did. */
  async #attempt(job: Job): Promise<string | PutOff | null> {
    const kind = this.#options.kinds[job.kind];
    if (!kind) return `Nothing handles jobs of kind "${job.kind}".`;
    if (job.attempts > MOST_ATTEMPTS) return `It was begun ${MOST_ATTEMPTS} times and never ended.`;
    try {
      await kind.handle(job, this.#stop.signal);
      return null;
    } catch (error) {
      return error instanceof PutOff ? error : errorText(error);
    }
  }
}
