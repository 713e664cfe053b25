// What visitors lose while an app is changed under constant load: `bun bench/rollout.ts [--short]`.
import { shortId } from "../src/lib/ids.ts";
import type { Deployment } from "../test/support/api-user.ts";
import { AutoStackProcess } from "../test/support/autostack-process.ts";
import { docker, objectsWith } from "../test/support/docker.ts";
import { zipOf } from "../test/support/sample-apps.ts";
import { talkingApp } from "../test/support/talking-app.ts";
import { type BenchOptions, type Figure, milliseconds, spread } from "./lib/figures.ts";
import { Traffic, type TrafficResult } from "./lib/traffic.ts";
import { untilPage } from "./lib/until.ts";

const SLUG = "talking";
const NAIVE = "naive swap";
/** An old release ends after five minutes, whatever is still open; what is cut earlier was cut by mistake. */
const DRAIN_MS = 290_000;

/** One way to change what runs. `answersMs`: from the click until a visitor got the first new answer. */
export type Change = { name: string; times: number; answersMs: number[]; traffic: TrafficResult };
type Size = { deployments: number; others: number; rate: number };

export const SHORT: Size = { deployments: 5, others: 2, rate: 100 };
const FULL: Size = { deployments: 50, others: 20, rate: 200 };

export async function* measureRollouts({ deployments, others, rate }: Size): AsyncGenerator<Change> {
  await using autostack = await AutoStackProcess.start();
  const first = await autostack.api.launchUpload(SLUG, zipOf(talkingApp));
  let latest = (await autostack.api.live(SLUG, first.deployment)).deployment;
  const changes: [string, number, () => Promise<Deployment>][] = [
    ["deploy", deployments, () => autostack.api.act(SLUG, latest, "redeploy")],
    ["restart", others, () => askFor(autostack, "restart")],
    ["rollback", others, async () => autostack.api.act(SLUG, await previous(autostack), "rollback")],
  ];
  for (const [name, times, start] of changes) {
    yield await underLoad(autostack, rate, { name, times }, async () => {
      await autostack.signIn();
      const clicked = performance.now();
      const deployment = await start();
      await untilAnswers(autostack, deployment);
      const answeredMs = performance.now() - clicked;
      latest = (await autostack.api.live(SLUG, deployment)).deployment;
      return answeredMs;
    });
  }
  // AutoStack would see the errors of it and go back.
  await autostack.kill();
  yield await underLoad(autostack, rate, { name: NAIVE, times: 2 }, () => swapNaively(autostack, latest));
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

async function askFor({ api }: AutoStackProcess, action: string): Promise<Deployment> {
  return (await api.ask<{ deployment: Deployment }>("POST", `/projects/${SLUG}/${action}`, { json: {} })).deployment;
}

/** The newest that is not live and can be brought back. */
async function previous({ api }: AutoStackProcess): Promise<Deployment> {
  const found = (await api.deployments(SLUG)).find(({ canRollBack }) => canRollBack);
  if (!found) throw new Error("There is nothing to roll back to.");
  return found;
}

function untilAnswers({ edgePort }: AutoStackProcess, { id }: Deployment): Promise<number> {
  const host = `${SLUG}.localhost:${edgePort}`;
  return untilPage(`http://127.0.0.1:${edgePort}/`, (page) => page === shortId(id), { host });
}

/** Stop the old one, then start the new one at the same address, as many systems do. */
async function swapNaively({ installation, edgePort }: AutoStackProcess, { id }: Deployment): Promise<number> {
  const { containers } = await objectsWith(`autostack.installation=${installation}`);
  const live = containers.find(({ Labels }) => Labels["autostack.deployment"] === id);
  if (!live) throw new Error("Nothing is live.");
  const begun = performance.now();
  await docker.getContainer(live.Id).restart({ t: 10 });
  const host = `${SLUG}.localhost:${edgePort}`;
  await untilPage(`http://127.0.0.1:${edgePort}/`, (page) => page === shortId(id), { host });
  return performance.now() - begun;
}

/** Lines that were cut before an old release had its time to drain. */
export const cutLines = ({ events, socket }: TrafficResult): number[] =>
  [...events.brokenAfterMs, ...socket.brokenAfterMs].filter((afterMs) => afterMs < DRAIN_MS);

export async function* benchRollout({ short }: BenchOptions): AsyncGenerator<Figure> {
  const size = short ? SHORT : FULL;
  for await (const { name, times, answersMs, traffic } of measureRollouts(size)) {
    const what = `${times} × ${name} at ${size.rate} requests/s`;
    const { requests, posts, lost, losses, p50Ms, p99Ms, slowestMs, events, socket } = traffic;
    const target = name === NAIVE ? {} : { target: "0 lost" };
    yield { what: `${what}: lost`, value: `${lost} of ${requests} requests (${posts} with bodies)`, ...target };
    for (const words of losses) yield { what: "", value: words };
    const took = `p50 ${milliseconds(p50Ms)}, p99 ${milliseconds(p99Ms)}, slowest ${milliseconds(slowestMs)}`;
    yield { what: `${what}: took`, value: took };
    const silence = milliseconds(Math.max(events.longestGapMs, socket.longestGapMs));
    const held = `${events.messages} events, ${socket.messages} echoes, longest silence ${silence}`;
    yield { what: `${what}: held lines`, value: `${cutLines(traffic).length} cut (${held})`, ...target };
    const goal = name === "rollback" ? { target: "p95 ≤ 1.5 s" } : {};
    yield { what: `${what}: click to new answer`, value: spread(answersMs), ...goal };
  }
}

if (import.meta.main) {
  for await (const { what, value, target } of benchRollout({ short: process.argv.includes("--short") })) {
    console.log(`${what.padEnd(60)} ${value}${target ? `   target: ${target}` : ""}`);
  }
}
