import { AutoStack, DataFolder } from "./lib/autostack.ts";
import { type BenchOptions, type Figure, megabytes, spread } from "./lib/figures.ts";
import { load } from "./lib/load.ts";
import { memoryOf } from "./lib/usage.ts";

const RATE = 50;
/** More connections than the server has cores to answer on. */
const CONNECTIONS = 16;
/** Code that is run often gets faster, as it is in a server that has run for a while. */
const WARM_UP_MS = 3000;

const PAGES: [name: string, path: string][] = [
  ["dashboard", "/dashboard"],
  ["project", "/projects/blog"],
  ["project's deployments", "/projects/blog/deployments"],
  ["project's settings", "/projects/blog/settings"],
];

/** How soon pages come, at a steady rate and at the most that one process can do. */
export async function* benchPages({ short }: BenchOptions): AsyncGenerator<Figure> {
  const { data, signIn } = await DataFolder.seeded();
  await using _cleanUp = data;
  await using autostack = await AutoStack.start(data);
  const cookie = await autostack.sessionOf(signIn);
  const durationMs = short ? 4000 : 20_000;
  for (const [name, path] of PAGES) {
    const page = { url: `${autostack.url}${path}`, cookie };
    await load({ ...page, rate: RATE, durationMs: WARM_UP_MS });
    const steady = await load({ ...page, rate: RATE, durationMs });
    const what = `pages, ${name}`;
    yield { what: `${what} at ${RATE}/s`, value: spread(steady.durationsMs, [0.5, 0.95, 0.99]), target: "p95 ≤ 10 ms" };
    const most = await load({ ...page, connections: CONNECTIONS, durationMs: durationMs / 4 });
    yield {
      what: `${what}, saturated`,
      value: `${Math.round(most.durationsMs.length / (most.tookMs / 1000))} requests/s`,
    };
  }
  yield { what: "pages, memory at once after", value: await memoryWords(autostack) };
  await Bun.sleep(10_000);
  yield { what: "pages, memory 10 s after", value: await memoryWords(autostack) };
}

async function memoryWords({ pid }: AutoStack): Promise<string> {
  const { resident, own } = await memoryOf(pid);
  return `${megabytes(resident)} (${megabytes(own)} its own)`;
}
