import { readConfig } from "../src/config.ts";
import type { Deployment } from "../src/deployments/deployment.ts";
import { shortId } from "../src/lib/ids.ts";
import { Api } from "./lib/api.ts";
import { AutoStack, DataFolder, LARGE, missingFor, SMALL, type Stack } from "./lib/autostack.ts";
import { BareDocker } from "./lib/bare-docker.ts";
import { deployBareProcess } from "./lib/bare-process.ts";
import { type BenchOptions, type Figure, milliseconds, percentile, spread } from "./lib/figures.ts";
import { untilPage } from "./lib/until.ts";

const EXAMPLE = "node";
const SLUG = "bench";

/**
 * What AutoStack adds to a deployment: the time from the request until visitors get the new version, less what engine and app need
 * alone. All layers are cached, so that the network is no part of it; both are measured in turn.
 */
export async function* benchDeploy({ short }: BenchOptions): AsyncGenerator<Figure> {
  for (const stack of [SMALL, LARGE]) {
    const name = `deploy, ${stack.runtime} + ${stack.edge}`;
    const missing = await missingFor(stack);
    if (missing === null) yield* overheadOf(stack, name, short ? 3 : 12);
    else yield { what: name, value: `left out: ${missing}` };
  }
}

async function* overheadOf(stack: Stack, name: string, times: number): AsyncGenerator<Figure> {
  const bare = await bareOf(stack);
  await using data = await DataFolder.make();
  await using autostack = await AutoStack.start(data, stack);
  const api = await Api.signIn(autostack.url, await autostack.makeOwner());
  const bareMs: number[] = [];
  const liveMs: number[] = [];
  const restMs: number[] = [];
  try {
    const wish = { slug: SLUG, source: "example", example: EXAMPLE };
    await api.live(SLUG, (await api.post<{ deployment: Deployment }>("/projects", wish)).deployment);
    for (let time = 0; time < times; time++) {
      bareMs.push(await bare());
      const { live, rest } = await deployOnce(autostack, api);
      liveMs.push(live);
      restMs.push(rest);
    }
  } finally {
    await api.post(`/projects/${SLUG}/delete`, { confirm: SLUG });
  }
  yield { what: `${name}: bare`, value: spread(bareMs) };
  yield { what: `${name}: request to live`, value: spread(liveMs) };
  const overheadMs = percentile(liveMs, 0.5) - percentile(bareMs, 0.5);
  yield { what: `${name}: overhead`, value: `p50 ${milliseconds(overheadMs)}`, target: "p50 ≤ 1 s" };
  yield { what: `${name}: live to old one retired`, value: spread(restMs) };
}

async function bareOf({ runtime }: Stack): Promise<() => Promise<number>> {
  if (runtime === "process") return () => deployBareProcess(EXAMPLE, ["node", "server.js"]);
  const bare = await BareDocker.of(EXAMPLE, readConfig(process.env).docker);
  // Fills the build cache.
  await bare.deploy();
  return () => bare.deploy();
}

/** `live`: until a visitor gets the new version; `rest`: from then until the old one is put away. */
async function deployOnce({ edgePort }: AutoStack, api: Api): Promise<{ live: number; rest: number }> {
  const began = performance.now();
  const { deployment } = await api.post<{ deployment: Deployment }>(`/projects/${SLUG}/deployments`);
  const version = shortId(deployment.id);
  const host = `${SLUG}.localhost:${edgePort}`;
  await untilPage(`http://127.0.0.1:${edgePort}/`, (page) => page.includes(version), { host });
  const live = performance.now() - began;
  await api.live(SLUG, deployment);
  return { live, rest: performance.now() - began - live };
}
