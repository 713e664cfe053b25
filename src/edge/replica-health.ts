import type { Host } from "../host/host.ts";
import { askedReplicas, type Backend, type ServerTarget } from "./route.ts";

/** A replica that hangs is noticed after the sum of both at the latest. */
export const HEALTH_EVERY_MS = 2000;
export const HEALTH_TIMEOUT_MS = 3000;

type Machine = Pick<Host, "probeHttp" | "sleep">;

/** Asks replicas whether they are well, for an edge that leads traffic around those that are not. */
export class ReplicaHealth {
  readonly #host: Machine;
  readonly #stopping = new AbortController();
  #unwell: ReadonlySet<string> = new Set();
  #looking: Promise<void> = Promise.resolve();

  constructor(host: Machine) {
    this.#host = host;
  }

  /** Looks again and again at those that are routed then. */
  start(backends: () => Iterable<Backend>): void {
    const { signal } = this.#stopping;
    this.#looking = (async () => {
      while (!signal.aborted) {
        await this.look(backends());
        await this.#host.sleep(HEALTH_EVERY_MS, signal);
      }
    })();
  }

  /** True also for those that nobody asks. */
  readonly isWell = (target: ServerTarget): boolean => !this.#unwell.has(addressOf(target));

  async look(backends: Iterable<Backend>): Promise<void> {
    const asked = new Map<string, Promise<boolean>>();
    for (const backend of backends) {
      for (const target of askedReplicas(backend)) {
        const url = `http://${addressOf(target)}${backend.health}`;
        if (!asked.has(addressOf(target))) asked.set(addressOf(target), this.#answersWell(url));
      }
    }
    const unwell = new Set<string>();
    for (const [address, isWell] of asked) if (!(await isWell)) unwell.add(address);
    this.#unwell = unwell;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#looking;
  }

  async #answersWell(url: string): Promise<boolean> {
    const result = await this.#host.probeHttp(url, HEALTH_TIMEOUT_MS);
    return result.kind === "answered" && result.status < 500;
  }
}

const addressOf = ({ address, port }: ServerTarget) => `${address}:${port}`;
