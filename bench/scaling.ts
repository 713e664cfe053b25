// How soon replicas follow the load, and what visitors lose meanwhile: `bun bench/scaling.ts [--short]`.
import { AutoStackProcess } from "../test/support/autostack-process.ts";
import { zipOf } from "../test/support/sample-apps.ts";
import { talkingApp } from "../test/support/talking-app.ts";
import type { BenchOptions, Figure } from "./lib/figures.ts";
import { Traffic, type TrafficResult } from "./lib/traffic.ts";

const SLUG = "scaled";
const GOAL = 50;
const LOOK_MS = 250;
/** Traffic that one replica could serve alone. */
const CALM_RATE = 10;
const LONGEST_MS = 10 * 60_000;

/** How many ran, from when on. */
type Step = { replicas: number; atMs: number };
type Followed = { steps: Step[]; traffic: TrafficResult };

/** Asks at a rate until as many run as `wanted`, and for `stayMs` more, so that it shows whether the number stays. */
async function follow(
  autostack: AutoStackProcess,
  { rate, wanted, stayMs }: { rate: number; wanted: number; stayMs: number },
): Promise<Followed> {
  const traffic = new Traffic({ edgePort: autostack.edgePort, hostname: `${SLUG}.localhost`, rate });
  const begun = performance.now();
  const steps: Step[] = [{ replicas: await replicasOf(autostack), atMs: 0 }];
  try {
    for (let until = LONGEST_MS; performance.now() - begun < until; await Bun.sleep(LOOK_MS)) {
      const [replicas, atMs] = [await replicasOf(autostack), performance.now() - begun];
      if (replicas !== steps.at(-1)?.replicas) steps.push({ replicas, atMs });
      if (replicas === wanted) until = Math.min(until, atMs + stayMs);
    }
    return { steps, traffic: await traffic.stop() };
  } catch (error) {
    traffic.kill();
    throw error;
  }
}

async function replicasOf({ api }: AutoStackProcess): Promise<number> {
  return (await settings(api, "GET")).replicas;
}

function settings(api: AutoStackProcess["api"], method: "GET" | "POST", json?: object): Promise<{ replicas: number }> {
  return api.ask(method, `/projects/${SLUG}/environments/production/settings`, json ? { json } : {});
}

export async function* benchScaling({ short }: BenchOptions): AsyncGenerator<Figure> {
  const most = short ? 2 : 4;
  const rate = GOAL * most * 0.9;
  await using autostack = await AutoStackProcess.start();
  const { deployment } = await autostack.api.launchUpload(SLUG, zipOf(talkingApp));
  await autostack.api.live(SLUG, deployment);
  await settings(autostack.api, "POST", { fewest: 1, most: most + 1, requestGoal: GOAL, cpuGoal: 100 });
  const up = await follow(autostack, { rate, wanted: most, stayMs: short ? 20_000 : 90_000 });
  yield* figures(`${rate} requests/s, a goal of ${GOAL}`, up);
  await autostack.signIn();
  const calm = await follow(autostack, { rate: CALM_RATE, wanted: short ? most - 1 : 1, stayMs: short ? 0 : 30_000 });
  yield* figures(`then ${CALM_RATE} requests/s`, calm);
}

function* figures(what: string, { steps, traffic }: Followed): Generator<Figure> {
  const words = steps.map(({ replicas, atMs }) => `${replicas} after ${Math.round(atMs / 1000)} s`);
  yield { what: `scaling at ${what}: replicas`, value: words.join(", ") };
  yield { what: `scaling at ${what}: turned back`, value: `${turns(steps)} times`, target: "0" };
  const { lost, requests, losses } = traffic;
  yield { what: `scaling at ${what}: lost`, value: `${lost} of ${requests} requests`, target: "0" };
  for (const loss of losses) yield { what: "", value: loss };
}

/** How often the number went the other way than before. */
function turns(steps: readonly Step[]): number {
  const ways = steps.slice(1).map(({ replicas }, index) => Math.sign(replicas - (steps[index]?.replicas ?? 0)));
  return ways.filter((way, index) => index > 0 && way !== ways[index - 1]).length;
}

if (import.meta.main) {
  for await (const { what, value, target } of benchScaling({ short: process.argv.includes("--short") })) {
    console.log(`${what.padEnd(64)} ${value}${target ? `   target: ${target}` : ""}`);
  }
}
