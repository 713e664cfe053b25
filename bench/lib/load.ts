import { join } from "node:path";
import { run } from "../../scripts/lib/run.ts";

/** `rate`: so many requests a second, whether or not the ones before were answered. Otherwise `connections` ask without a pause. */
export type Load = { url: string; durationMs: number } & Partial<{ cookie: string; host: string }> &
  ({ rate: number } | { connections: number });
/** `connections` ask without a pause and without the cost of a real client. */
export type RawLoad = { url: string; headers: Record<string, string>; durationMs: number; connections: number };
export type LoadResult = { durationsMs: number[]; tookMs: number; failed: number };

/** Makes load from a process of its own, so that measuring does not slow down what is measured. */
export function load(wish: Load): Promise<LoadResult> {
  return loadBy("loader.ts", wish);
}

export function rawLoad(wish: RawLoad): Promise<LoadResult> {
  return loadBy("raw-loader.ts", wish);
}

async function loadBy(program: string, wish: Load | RawLoad): Promise<LoadResult> {
  const argv = [process.execPath, join(import.meta.dir, program), JSON.stringify(wish)];
  const result: LoadResult = JSON.parse(await run(argv));
  if (result.failed > 0) throw new Error(`${result.failed} requests for ${wish.url} failed.`);
  return result;
}
