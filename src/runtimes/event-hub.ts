import type { RuntimeEvent } from "./runtime.ts";

/** Hands each event to everyone who listens at that time. */
export class EventHub {
  readonly #listeners = new Set<(event: RuntimeEvent) => void>();

  tell(event: RuntimeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** Listens from this moment on, also before the first event is asked for. */
  listen(signal: AbortSignal): AsyncGenerator<RuntimeEvent> {
    const waiting: RuntimeEvent[] = [];
    let wake = Promise.withResolvers<void>();
    const listener = (event: RuntimeEvent) => {
      waiting.push(event);
      wake.resolve();
    };
    const leave = () => {
      this.#listeners.delete(listener);
      wake.resolve();
    };
    this.#listeners.add(listener);
    signal.addEventListener("abort", leave, { once: true });
    return (async function* () {
      try {
        while (!signal.aborted) {
          yield* waiting.splice(0);
          if (waiting.length > 0) continue;
          await wake.promise;
          wake = Promise.withResolvers<void>();
        }
      } finally {
        leave();
        signal.removeEventListener("abort", leave);
      }
    })();
  }
}
