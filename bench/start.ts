import { AutoStack, DataFolder } from "./lib/autostack.ts";
import type { BenchOptions, Figure } from "./lib/figures.ts";
import { spread } from "./lib/figures.ts";

/** How soon the compiled binary answers: from exec to the first 200 on /health. */
export async function* benchStart({ short }: BenchOptions): AsyncGenerator<Figure> {
  const times = short ? 3 : 10;
  const fresh: number[] = [];
  for (let time = 0; time < times; time++) {
    await using data = await DataFolder.make();
    fresh.push(await startTime(data));
  }
  yield { what: "start, fresh data folder", value: spread(fresh) };
  const { data } = await DataFolder.seeded();
  await using _cleanUp = data;
  const seeded: number[] = [];
  for (let time = 0; time < times; time++) seeded.push(await startTime(data));
  yield { what: "start, 50 projects and 5,000 deployments", value: spread(seeded) };
}

async function startTime(data: DataFolder): Promise<number> {
  await using autostack = await AutoStack.start(data);
  return autostack.startedInMs;
}
