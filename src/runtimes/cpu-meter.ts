/** `cpuMs` is the processor time since `since`; all times are in ms. */
export type CpuReading = { at: number; cpuMs: number; since: number };

type Kept = CpuReading & { cpus: number };

/** Two readings nearer to each other tell of the clock's grain rather than of the service. */
const LEAST_APART_MS = 200;

/** How many cores services use: from what a counter has gained since it was read before, or at first since the start. */
export class CpuMeter {
  readonly #last = new Map<string, Kept>();

  cpus(name: string, reading: CpuReading): number {
    const last = this.#last.get(name);
    const isSame = last !== undefined && last.since === reading.since && reading.cpuMs >= last.cpuMs;
    if (isSame && reading.at - last.at < LEAST_APART_MS) return last.cpus;
    const from = isSame ? last : { at: reading.since, cpuMs: 0 };
    // The Engine's clock of the start and this machine's of the reading may lie close together, and what starts a service counts too.
    const cpus = (reading.cpuMs - from.cpuMs) / Math.max(LEAST_APART_MS, reading.at - from.at);
    this.#last.set(name, { ...reading, cpus });
    return cpus;
  }

  forget(name: string): void {
    this.#last.delete(name);
  }
}
