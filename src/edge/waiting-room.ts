import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import type { OnWaiting } from "./edge.ts";

/** Why a request's wait ended. */
export type WaitEnd = "served" | "full" | "late" | "left" | "closed";
type Waiter = { isServed: () => boolean; end(how: WaitEnd): void };
type Limits = { most: number; longestMs: number };

const LIMITS: Limits = { most: 500, longestMs: MINUTE_MS };
/** Whoever was told and did not manage is told again by a request that comes this much later. */
const TELL_AGAIN_MS = 15 * SECOND_MS;

/** Requests that wait at the edge until something serves them. Their bodies stay where they are: in the visitors' sockets. */
export class WaitingRoom {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #owners = new Map<string, Set<Waiter>>();
  readonly #told = new Map<string, number>();
  #tell: OnWaiting = () => undefined;

  constructor(now: () => number, limits = LIMITS) {
    this.#now = now;
    this.#limits = limits;
  }

  whenWaiting(tell: OnWaiting): void {
    this.#tell = tell;
  }

  /** Waits until `look` finds `isServed` true, as long as there is room, time and somebody who wants to know. */
  wait(owner: string, isServed: () => boolean, signal: AbortSignal): Promise<WaitEnd> {
    const waiting = this.#owners.get(owner) ?? new Set();
    if (waiting.size >= this.#limits.most) return Promise.resolve("full");
    if (signal.aborted) return Promise.resolve("left");
    this.#owners.set(owner, waiting);
    const ended = enter(waiting, isServed, signal, this.#limits.longestMs);
    this.#tellOnce(owner, waiting.size === 1);
    return ended.finally(() => {
      if (waiting.size === 0 && this.#owners.get(owner) === waiting) this.#owners.delete(owner);
    });
  }

  count(owner: string): number {
    return this.#owners.get(owner)?.size ?? 0;
  }

  /** Lets those go on for whom something serves now. */
  look(owner: string): void {
    for (const waiter of this.#owners.get(owner) ?? []) if (waiter.isServed()) waiter.end("served");
  }

  close(): void {
    for (const waiter of [...this.#owners.values()].flatMap((waiting) => [...waiting])) waiter.end("closed");
  }

  #tellOnce(owner: string, isFirst: boolean): void {
    const isDue = this.#now() - (this.#told.get(owner) ?? 0) >= TELL_AGAIN_MS;
    if (!isFirst && !isDue) return;
    this.#told.set(owner, this.#now());
    this.#tell(owner);
  }
}

function enter(
  waiting: Set<Waiter>,
  isServed: () => boolean,
  signal: AbortSignal,
  longestMs: number,
): Promise<WaitEnd> {
  const { promise, resolve } = Promise.withResolvers<WaitEnd>();
  const end = (how: WaitEnd) => {
    waiting.delete(waiter);
    clearTimeout(timer);
    signal.removeEventListener("abort", leave);
    resolve(how);
  };
  const waiter: Waiter = { isServed, end };
  const leave = () => end("left");
  const timer = setTimeout(() => end("late"), longestMs);
  signal.addEventListener("abort", leave);
  waiting.add(waiter);
  return promise;
}
