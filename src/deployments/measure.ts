import type { Host, ProbeResult } from "../host/host.ts";
import { formatDuration, SECOND_MS } from "../lib/time.ts";

/** What visitors would have noticed while traffic moved. */
export type Noticed = { requests: number; lost: number; slowestMs: number };
/** `pausedMs` is how long requests waited because the service must be alone. */
export type RolloutMeasure = Noticed & { pausedMs: number };

/** Light: one small request at a time, fifty a second at most. */
const PAUSE_MS = 20;
const TIMEOUT_MS = 30 * SECOND_MS;

/** Asks through the edge, as visitors do, from the moment it is made until it is stopped. */
export class Prober {
  readonly #stopping = new AbortController();
  readonly #done: Promise<Noticed>;

  constructor(host: Pick<Host, "now" | "sleep" | "probeHttp">, target: { url: string; hostname: string }) {
    this.#done = this.#probe(host, target);
  }

  /** Resolves once the last request has been answered. */
  stop(): Promise<Noticed> {
    this.#stopping.abort();
    return this.#done;
  }

  async #probe(host: Pick<Host, "now" | "sleep" | "probeHttp">, { url, hostname }: { url: string; hostname: string }) {
    const measure: Noticed = { requests: 0, lost: 0, slowestMs: 0 };
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const begun = host.now();
      const result = await host.probeHttp(url, TIMEOUT_MS, { host: hostname });
      measure.requests++;
      if (isLost(result)) measure.lost++;
      measure.slowestMs = Math.max(measure.slowestMs, host.now() - begun);
      await host.sleep(PAUSE_MS, signal);
    }
    return measure;
  }
}

/** No answer, or the edge's own word that there is none. What the app itself answers is its own affair. */
function isLost(result: ProbeResult): boolean {
  return result.kind !== "answered" || [502, 503, 504].includes(result.status);
}

/** `0 of 1,204 requests lost, slowest 38 ms` */
export function measureWords({ requests, lost, slowestMs, pausedMs }: RolloutMeasure): string {
  const count = (value: number) => Math.round(value).toLocaleString("en");
  const paused = pausedMs > 0 ? `, paused for ${formatDuration(pausedMs)}` : "";
  return `${count(lost)} of ${count(requests)} requests lost, slowest ${count(slowestMs)} ms${paused}`;
}
