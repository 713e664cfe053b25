import { cpus, totalmem } from "node:os";

/** One line of the result: what was measured, what came out, and what it is meant to be. */
export type Figure = { what: string; value: string; target?: string };

/** `short` measures less often and for a shorter time. */
export type BenchOptions = { short: boolean };
export type Benchmark = (options: BenchOptions) => AsyncGenerator<Figure>;

export function machineWords(): string {
  const cores = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cores.length} × ${cores[0]?.model ?? "unknown processor"}, ${gigabytes} GB, ${process.platform} ${process.arch}, Bun ${Bun.version}`;
}

/** The value below which a share of all values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** `p50 12.3 ms, p95 20.1 ms (n = 10)` */
export function spread(durationsMs: readonly number[], shares: readonly number[] = [0.5, 0.95]): string {
  const parts = shares.map((share) => `p${share * 100} ${milliseconds(percentile(durationsMs, share))}`);
  return `${parts.join(", ")} (n = ${durationsMs.length})`;
}

export function milliseconds(durationMs: number): string {
  return `${durationMs.toFixed(Math.abs(durationMs) < 100 ? 1 : 0)} ms`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
