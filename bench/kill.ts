// The control plane killed in the middle of its work: `bun bench/kill.ts [--short] [--stages 3] [--random 100]`. What stood before and
// what was promised must stand after.
import { parseArgs } from "node:util";
import { STAGES, type Stage } from "../src/deployments/deployment.ts";
import { eventually } from "../test/support/eventually.ts";
import { nodeApp, pageOf, zipOf } from "../test/support/sample-apps.ts";
import { type BenchOptions, type Figure, percentile, spread } from "./lib/figures.ts";
import { type Aftermath, Victim } from "./lib/victim.ts";

export type { Aftermath };

const KILLED = "killed";
const END_MS = 120_000;
const TRIES = 5;

export type Size = { timesEachStage: number; randomly: number; projects: number; queue: number };
export const SHORT: Size = { timesEachStage: 1, randomly: 10, projects: 5, queue: 20 };
const FULL: Size = { timesEachStage: 3, randomly: 100, projects: 20, queue: 20 };

/** What is deployed: by an image, as files, by an image whose files are taken out of it, and with a command before the switch. */
const KINDS: { archive: (text: string) => Uint8Array; plan: Record<string, string> }[] = [
  { archive: (text) => zipOf(nodeApp(text)), plan: {} },
  { archive: (text) => zipOf(pageOf(text)), plan: {} },
  {
    archive: (text) => zipOf(nodeApp(text, { build: "mkdir -p dist && cp server.js dist/index.html" })),
    plan: { kind: "static", output: "dist" },
  },
  { archive: (text) => zipOf(nodeApp(text)), plan: { beforeSwitch: "sleep 0.3" } },
];

/** Killed as soon as a deployment is said to be at a stage. */
export async function killAtStages(times: number): Promise<Aftermath & { missed: Stage[] }> {
  await using victim = await Victim.open();
  const { api } = victim.autostack;
  const archive = () => zipOf(nodeApp(crypto.randomUUID()));
  await api.live(KILLED, (await api.launchUpload(KILLED, archive())).deployment);
  const missed: Stage[] = [];
  for (const stage of STAGES) {
    for (let time = 0; time < times; time++) {
      if (!(await killAt(victim, stage, archive))) missed.push(stage);
    }
  }
  return { ...(await victim.aftermath()), missed };
}

/** A stage may be over before it is seen, so that this may need a few deployments. */
async function killAt(victim: Victim, stage: Stage, archive: () => Uint8Array): Promise<boolean> {
  for (let tries = 0; tries < TRIES; tries++) {
    const { id } = await victim.write(() => victim.autostack.api.deployUpload(KILLED, archive()));
    let seen = victim.view.deployment(id);
    while (seen?.stage !== stage && (seen?.state === "queued" || seen?.state === "running")) {
      await Bun.sleep(0);
      seen = victim.view.deployment(id);
    }
    const isThere = seen?.stage === stage;
    if (isThere) {
      await victim.kill();
      await victim.restart();
    }
    const hasEnded = () => !victim.view.unfinished().some((deployment) => deployment.id === id);
    await eventually(`the end after a kill at ${stage}`, hasEnded, END_MS);
    if (isThere) return true;
  }
  return false;
}

/** Killed at any moment while a queue is worked off, and while more is asked of it. */
export async function killAtRandom({ randomly, projects, queue }: Size): Promise<Aftermath> {
  await using victim = await Victim.open();
  for (let index = 0; index < projects; index++) {
    const { archive, plan } = kindOf(index);
    const launch = () => victim.autostack.api.launchUpload(slugOf(index), archive("first"), plan);
    await victim.write(async () => (await launch()).deployment);
  }
  for (let kills = 0; kills < randomly; kills++) {
    const asking = new AbortController();
    const asked = askForMore(victim, { projects, queue }, asking.signal);
    await Bun.sleep(100 + Math.random() * 2500);
    await victim.kill();
    asking.abort();
    await asked;
    await victim.restart();
  }
  return await victim.aftermath();
}

const kindOf = (index: number) => KINDS[index % KINDS.length] ?? { archive: () => zipOf(pageOf("")), plan: {} };
const slugOf = (index: number) => `queued-${index}`;

/** Keeps the queue full. What is refused, or not answered because AutoStack died, was not promised. */
async function askForMore(
  victim: Victim,
  { projects, queue }: Pick<Size, "projects" | "queue">,
  signal: AbortSignal,
): Promise<void> {
  for (let asked = 0; asked < queue && !signal.aborted; asked++) {
    const index = asked % projects;
    const archive = kindOf(index).archive(`${asked}`);
    await victim.write(() => victim.autostack.api.deployUpload(slugOf(index), archive)).catch(() => {});
  }
}

export const benchKill = ({ short }: BenchOptions): AsyncGenerator<Figure> => killsOfSize(short ? SHORT : FULL);

async function* killsOfSize(size: Size): AsyncGenerator<Figure> {
  if (size.timesEachStage > 0) {
    const { missed, ...atStages } = await killAtStages(size.timesEachStage);
    yield* figuresOf("killed at each stage", atStages);
    if (missed.length > 0) yield { what: "killed at each stage: never seen at", value: missed.join(", ") };
  }
  if (size.randomly > 0) yield* figuresOf("killed at random", await killAtRandom(size));
}

function* figuresOf(name: string, aftermath: Aftermath): Generator<Figure> {
  const { kills, ends, failures, stages, unfinished, trueMs, slowestStartMs, traffic } = aftermath;
  yield { what: `${name}: ${kills} times`, value: `the deployments ended: ${counted(ends)}` };
  if (ends.failed) yield { what: `${name}: reasons of those that failed`, value: counted(failures) };
  const many = `${percentile(unfinished, 0.5)} (median) to ${Math.max(...unfinished)}`;
  yield { what: `${name}: had not ended at a kill`, value: `${many}; begun: ${counted(stages)}` };
  const slowest = `slowest ${Math.round(Math.max(...trueMs))} ms, of these ${Math.round(slowestStartMs)} ms to start`;
  yield { what: `${name}: all states true after`, value: `${spread(trueMs)}, ${slowest}`, target: "≤ 10 s" };
  yield* listed(`${name}: untrue states`, aftermath.untrue);
  yield* listed(`${name}: orphans`, aftermath.orphans);
  yield* listed(`${name}: acknowledged writes lost`, aftermath.lostWrites);
  yield* listed(`${name}: lost of ${traffic.requests} requests to the live release`, traffic.losses);
}

const counted = (counts: Record<string, number>) =>
  Object.entries(counts)
    .map(([word, count]) => `${count} ${word}`)
    .join(", ");

function* listed(what: string, words: string[]): Generator<Figure> {
  yield { what, value: String(words.length), target: "0" };
  for (const value of words) yield { what: "", value };
}

if (import.meta.main) {
  const number = { type: "string" } as const;
  const { values } = parseArgs({ options: { short: { type: "boolean" }, stages: number, random: number } });
  const size = values.short ? SHORT : FULL;
  const { stages = size.timesEachStage, random = size.randomly } = values;
  const figures = killsOfSize({ ...size, timesEachStage: Number(stages), randomly: Number(random) });
  for await (const { what, value, target } of figures) {
    console.log(`${what.padEnd(60)} ${value}${target ? `   target: ${target}` : ""}`);
  }
}
