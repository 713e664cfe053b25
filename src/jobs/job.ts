/** A piece of work that survives a restart. One job of a subject runs at a time. */
export type Job = { id: string; kind: string; subject: string; payload: string; attempts: number };

/** `payload` is the handler's own; it is text so that a job means the same after an upgrade. */
export type NewJob = { kind: string; subject: string; payload: string; runAt?: number };

/** Thrown by a handler whose job cannot begin yet: it goes back into the queue and takes nobody's place meanwhile. */
export class PutOff extends Error {
  constructor(readonly delayMs: number) {
    super(`put off for ${delayMs} ms`);
  }
}

/** A job's own among those of its kind that are done at once. */
export type Place = {
  /**
   * Does what costs this machine little while another job has the place, and then waits for one again; `onWait` is called when that
   * takes time. Rejects at once when the work does. What `isIdle` only lets time pass, and keeps no other job from beginning.
   */
  aside<Result>(
    work: () => Promise<Result>,
    options: { signal: AbortSignal; onWait: () => void; isIdle?: true },
  ): Promise<Result>;
};

/** Must be idempotent: a job whose process died is handed out again. `signal` aborts when AutoStack stops. */
export type JobHandler = (job: Job, signal: AbortSignal, place: Place) => Promise<void>;

/** How jobs of one kind are done. Kinds that only wait (for connections to end, say) do not take the places of those that work. */
export type JobKind = {
  handle: JobHandler;
  concurrency: number;
  /** None begins while so many have stepped aside; what has begun by then may follow them. */
  mostAside?: number;
  /** Says in the job's subject that it was begun too often; without it a job is begun again as often as AutoStack ends. */
  giveUp?: (job: Job) => Promise<void>;
  /** For what nobody else would ever do, and what harms nobody when it is done twice: one that fails is begun again until it succeeds. */
  retries?: true;
};
