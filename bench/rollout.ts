// What visitors lose while an app is changed under constant load: `bun bench/rollout.ts [--short] [--only scale,restart]`.
import { parseArgs } from "node:util";
import { AutoStackProcess } from "../test/support/autostack-process.ts";
import { zipOf } from "../test/support/sample-apps.ts";
import { talkingApp } from "../test/support/talking-app.ts";
import { ChangingApp } from "./lib/changes.ts";
import { type BenchOptions, type Figure, milliseconds, spread } from "./lib/figures.ts";
import { Traffic, type TrafficResult } from "./lib/traffic.ts";

const SLUG = "talking";
const NAIVE = "naive swap";
/** An old release ends after five minutes, whatever is still open; what is cut earlier was cut by mistake. */
const DRAIN_MS = 290_000;

/** One way to change what runs. `answersMs`: from the click until a visitor got the first new answer. */
export type Change = { name: string; times: number; answersMs: number[]; traffic: TrafficResult };
/** `only` names the changes to make; all without it. */
type Size = { deployments: number; others: number; rate: number; only?: string[] };

export const SHORT: Size = { deployments: 5, others: 2, rate: 100 };
const FULL: Size = { deployments: 50, others: 20, rate: 200 };

export async function* measureRollouts({ deployments, others, rate, only }: Size): AsyncGenerator<Change> {
  await using autostack = await AutoStackProcess.start();
  const first = await autostack.api.launchUpload(SLUG, zipOf(talkingApp));
  const app = new ChangingApp(autostack, SLUG, (await autostack.api.live(SLUG, first.deployment)).deployment);
  const changes: [string, number, () => Promise<number>][] = [
    ["deploy", deployments, () => app.redeploy()],
    ["restart", others, () => app.restart()],
    ["variable", others, () => app.changeVariable()],
    ["rollback", others, () => app.rollBack()],
    // Up and down again.
    ["scale", 2 * Math.ceil(others / 2), () => app.scale()],
  ];
  for (const [name, times, change] of changes) {
    if (only?.includes(name) ?? true) yield await underLoad(autostack, rate, { name, times }, change);
  }
  // AutoStack would see the errors of it and go back.
  await autostack.kill();
  yield await underLoad(autostack, rate, { name: NAIVE, times: 2 }, () => app.swapNaively());
}

async function underLoad(
  { edgePort }: AutoStackProcess,
  rate: number,
  { name, times }: { name: string; times: number },
  change: () => Promise<number>,
): Promise<Change> {
  const traffic = new Traffic({ edgePort, hostname: `${SLUG}.localhost`, rate });
  const answersMs: number[] = [];
  try {
    for (let time = 0; time < times; time++) answersMs.push(await change());
    return { name, times, answersMs, traffic: await traffic.stop() };
  } catch (error) {
    traffic.kill();
    throw error;
  }
}

/** Lines that were cut before an old release had its time to drain. */
export const cutLines = ({ events, socket }: TrafficResult): number[] =>
  [...events.brokenAfterMs, ...socket.brokenAfterMs].filter((afterMs) => afterMs < DRAIN_MS);

export const benchRollout = ({ short }: BenchOptions): AsyncGenerator<Figure> => rolloutsOfSize(short ? SHORT : FULL);

async function* rolloutsOfSize(size: Size): AsyncGenerator<Figure> {
  for await (const { name, times, answersMs, traffic } of measureRollouts(size)) {
    const what = `${times} × ${name} at ${size.rate} requests/s`;
    const { requests, posts, lost, losses, p50Ms, p99Ms, slowestMs, latestMs, events, socket } = traffic;
    const target = name === NAIVE ? {} : { target: "0 lost" };
    yield { what: `${what}: lost`, value: `${lost} of ${requests} requests (${posts} with bodies)`, ...target };
    for (const words of losses) yield { what: "", value: words };
    const took = `p50 ${milliseconds(p50Ms)}, p99 ${milliseconds(p99Ms)}, slowest ${milliseconds(slowestMs)}`;
    yield { what: `${what}: took`, value: `${took}; sent at most ${milliseconds(latestMs)} late` };
    const silence = milliseconds(Math.max(events.longestGapMs, socket.longestGapMs));
    const held = `${events.messages} events, ${socket.messages} echoes, longest silence ${silence}`;
    yield { what: `${what}: held lines`, value: `${cutLines(traffic).length} cut (${held})`, ...target };
    const goal = name === "rollback" ? { target: "p95 ≤ 1.5 s" } : {};
    yield { what: `${what}: click to new answer`, value: spread(answersMs), ...goal };
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { short: { type: "boolean" }, only: { type: "string" } } });
  const only = values.only?.split(",");
  const figures = rolloutsOfSize({ ...(values.short ? SHORT : FULL), ...(only && { only }) });
  for await (const { what, value, target } of figures) {
    console.log(`${what.padEnd(60)} ${value}${target ? `   target: ${target}` : ""}`);
  }
}
