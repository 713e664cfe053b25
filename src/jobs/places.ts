import type { JobKind, Place } from "./job.ts";

export type TakenPlace = Place & {
  /** Gives it away for good. */
  leave(): void;
};

/** The places of one kind of jobs: who works, and who has stepped aside. */
export class Places {
  readonly #kind: Pick<JobKind, "concurrency" | "mostAside">;
  readonly #onChange: () => void;
  readonly #waiting: (() => void)[] = [];
  #taken = 0;
  #aside = 0;

  /** `onChange` is called when a further job may be able to begin. */
  constructor(kind: Pick<JobKind, "concurrency" | "mostAside">, onChange: () => void) {
    this.#kind = kind;
    this.#onChange = onChange;
  }

  /** Whether a further job must not begin now. */
  get isFull(): boolean {
    const { concurrency, mostAside = Number.POSITIVE_INFINITY } = this.#kind;
    return this.#taken >= concurrency || this.#aside >= mostAside;
  }

  take(): TakenPlace {
    this.#taken++;
    let isHeld = true;
    const leave = () => {
      if (isHeld) this.#handOn();
      isHeld = false;
    };
    const aside: Place["aside"] = async (work, { signal, onWait, isIdle }) => {
      const counted = isIdle ? 0 : 1;
      this.#aside += counted;
      const working = work();
      leave();
      this.#onChange();
      const { result, again } = await working
        // At once: before those that have not begun.
        .then((done) => ({ result: done, again: this.#takeAgain(signal, onWait) }))
        .finally(() => {
          this.#aside -= counted;
          this.#onChange();
        });
      await again;
      isHeld = true;
      return result;
    };
    return { leave, aside };
  }

  #handOn(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#taken--;
  }

  /** There is no free place while somebody waits. */
  async #takeAgain(signal: AbortSignal, onWait: () => void): Promise<void> {
    signal.throwIfAborted();
    if (this.#taken < this.#kind.concurrency) {
      this.#taken++;
      return;
    }
    onWait();
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(next), 1);
        reject(signal.reason);
      };
      const next = () => {
        signal.removeEventListener("abort", onAbort);
        resolve();
      };
      this.#waiting.push(next);
      signal.addEventListener("abort", onAbort, { once: true });
    });
  }
}
