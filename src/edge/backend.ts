import type { Backend, ServerTarget, Target } from "./route.ts";

/** Keeps a visitor with one release while a route leads to several. */
export const RELEASE_COOKIE = "autostack_release";

/** The visitor's own release where it still serves, else one by weight. `undefined` when there is none: the request waits. */
export function pickBackend(backends: readonly Backend[], cookies: string | null): Backend | undefined {
  if (backends.length < 2) return backends[0];
  const release = releaseIn(cookies);
  return backends.find((backend) => backend.release === release) ?? byWeight(backends, Math.random());
}

/** `chance` is from 0 up to 1. */
export function byWeight(backends: readonly Backend[], chance: number): Backend | undefined {
  let rest = chance * backends.reduce((sum, { weight }) => sum + weight, 0);
  return backends.find(({ weight }) => {
    rest -= weight;
    return rest < 0;
  });
}

export function releaseIn(cookies: string | null): string | undefined {
  return cookies === null ? undefined : /(?:^|;\s*)autostack_release=([a-z0-9-]+)/.exec(cookies)?.[1];
}

/** Replicas take turns. */
export class Turns {
  readonly #next = new WeakMap<readonly Target[], number>();

  /** Those that are well, or all when none is. */
  of(targets: readonly Target[], isWell: (target: ServerTarget) => boolean): Target | undefined {
    if (targets.length < 2) return targets[0];
    const well = targets.filter((target) => target.kind === "site" || isWell(target));
    const takers = well.length > 0 ? well : targets;
    const turn = this.#next.get(targets) ?? 0;
    this.#next.set(targets, turn + 1);
    return takers[turn % takers.length];
  }
}
