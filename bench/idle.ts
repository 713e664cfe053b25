import { AutoStack, DataFolder, LARGE, missingFor, SMALL, type Stack } from "./lib/autostack.ts";
import { type BenchOptions, type Figure, megabytes } from "./lib/figures.ts";
import { memoryOf, processorMs } from "./lib/usage.ts";

/** The start's own work, such as leading traffic to what runs, is over when it takes less than this of a second. */
const CALM_MS = 10;
const LONGEST_START_S = 60;

/** What the compiled binary takes while nobody asks anything of it. Traefik is a process of its own and not counted. */
export async function* benchIdle({ short }: BenchOptions): AsyncGenerator<Figure> {
  for (const stack of [SMALL, LARGE]) {
    const name = `idle, ${stack.runtime} + ${stack.edge}`;
    const missing = await missingFor(stack);
    if (missing === null) yield* idleOf(stack, name, short ? 20_000 : 60_000);
    else yield { what: name, value: `left out: ${missing}` };
  }
}

async function* idleOf(stack: Stack, name: string, watchedMs: number): AsyncGenerator<Figure> {
  const { data } = await DataFolder.seeded();
  await using _cleanUp = data;
  await using autostack = await AutoStack.start(data, stack);
  await untilCalm(autostack);
  const [usedMs, began] = [await processorMs(autostack.pid), performance.now()];
  await Bun.sleep(watchedMs);
  const share = ((await processorMs(autostack.pid)) - usedMs) / (performance.now() - began);
  const { resident, own } = await memoryOf(autostack.pid);
  yield { what: `${name}: memory`, value: `${megabytes(resident)} (${megabytes(own)} its own)`, target: "≤ 80 MB" };
  yield { what: `${name}: processor`, value: `${(share * 100).toFixed(2)} % of a core`, target: "≤ 0.5 %" };
}

async function untilCalm({ pid }: AutoStack): Promise<void> {
  let before = await processorMs(pid);
  for (let calm = 0, second = 0; calm < 3 && second < LONGEST_START_S; second++) {
    await Bun.sleep(1000);
    const now = await processorMs(pid);
    calm = now - before <= CALM_MS ? calm + 1 : 0;
    before = now;
  }
}
