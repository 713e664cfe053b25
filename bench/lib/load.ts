import { join } from "node:path";
import { run } from "../../scripts/lib/run.ts";

/** `rate`: so many requests a second, whether or not the ones before were answered. Otherwise `connections` ask without a pause. */
export type Load = { url: string; cookie: string; durationMs: number } & ({ rate: number } | { connections: number });
export type LoadResult = { durationsMs: number[]; tookMs: number; failed: number };

/** Makes load from a process of its own, so that measuring does not slow down what is measured. */
export async function load(wish: Load): Promise<LoadResult> {
  const result: LoadResult = JSON.parse(
    await run([process.execPath, join(import.meta.dir, "loader.ts"), JSON.stringify(wish)]),
  );
  if (result.failed > 0) throw new Error(`${result.failed} requests for ${wish.url} failed.`);
  return result;
}
