/** Work on the same thing is done one after the other, in the order it was asked for; other things do not wait for it. */
export class OneAtATime {
  readonly #last = new Map<string, Promise<void>>();

  isBusy(thing: string): boolean {
    return this.#last.has(thing);
  }

  /** Must not be called from within work on the same thing: it would wait for itself. */
  run<Result>(thing: string, work: () => Promise<Result>): Promise<Result> {
    const result = (this.#last.get(thing) ?? Promise.resolve()).then(work);
    const ended = result
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (this.#last.get(thing) === ended) this.#last.delete(thing);
      });
    this.#last.set(thing, ended);
    return result;
  }
}
