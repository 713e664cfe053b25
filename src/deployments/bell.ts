/** Wakes those who wait for a change of one subject. It carries no data: they read the change where it is kept. */
export class Bell {
  readonly #waiting = new Map<string, Set<() => void>>();

  ring(subject: string): void {
    const waiting = this.#waiting.get(subject);
    if (!waiting) return;
    this.#waiting.delete(subject);
    for (const wake of waiting) wake();
  }

  /** Resolves at the next ring or when `signal` aborts. Ask for it before reading, so that no ring is missed. */
  wait(subject: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(subject) ?? new Set();
      const wake = () => {
        waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      waiting.add(wake);
      this.#waiting.set(subject, waiting);
      signal.addEventListener("abort", wake, { once: true });
    });
  }
}
