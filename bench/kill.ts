// The control plane killed in the middle of its work: `bun bench/kill.ts [--short]`. What stood before and what was promised must stand
// after.
import { STAGES, type Stage } from "../src/deployments/deployment.ts";
import type { Deployment } from "../test/support/api-user.ts";
import { AutoStackProcess } from "../test/support/autostack-process.ts";
import { eventually } from "../test/support/eventually.ts";
import { OutsideView } from "../test/support/outside-view.ts";
import { nodeApp, pageOf, zipOf } from "../test/support/sample-apps.ts";
import { talkingApp } from "../test/support/talking-app.ts";
import type { BenchOptions, Figure } from "./lib/figures.ts";
import { Traffic, type TrafficResult } from "./lib/traffic.ts";

const STEADY = "steady";
const KILLED = "killed";
const RATE = 50;
/** All must tell the truth this soon after the restart. */
const TRUE_WITHIN_MS = 10_000;
const END_MS = 120_000;
const TRIES = 5;
/** Drained or not, what ran before must be gone by then: nobody holds a line to it. */
const TIDY_MS = 30_000;

export type Size = { timesEachStage: number; randomly: number; projects: number; queue: number };
export const SHORT: Size = { timesEachStage: 1, randomly: 10, projects: 5, queue: 20 };
const FULL: Size = { timesEachStage: 3, randomly: 100, projects: 8, queue: 20 };

/** What went wrong, in words; and how it went for visitors of an app that nobody changed. */
export type Aftermath = {
  kills: number;
  /** How the deployments ended that were under way, by state. */
  ends: Record<string, number>;
  slowestStartMs: number;
  untrue: string[];
  orphans: string[];
  lostWrites: string[];
  traffic: TrafficResult;
};

/** One AutoStack that is killed again and again, and what is kept about it. */
class Victim {
  readonly autostack: AutoStackProcess;
  readonly view: OutsideView;
  readonly #traffic: Traffic;
  readonly #written: string[] = [];
  #kills = 0;
  #slowestStartMs = 0;
  readonly #untrue: string[] = [];

  private constructor(autostack: AutoStackProcess) {
    this.autostack = autostack;
    this.view = new OutsideView(autostack);
    this.#traffic = new Traffic({ edgePort: autostack.edgePort, hostname: `${STEADY}.localhost`, rate: RATE });
  }

  static async open(): Promise<Victim> {
    const autostack = await AutoStackProcess.start();
    try {
      const { deployment } = await autostack.api.launchUpload(STEADY, zipOf(talkingApp));
      await autostack.api.live(STEADY, deployment);
      return new Victim(autostack);
    } catch (error) {
      await autostack.close();
      throw error;
    }
  }

  /** Once it is acknowledged it must stand in the database whatever comes. */
  async write(start: () => Promise<Deployment>): Promise<Deployment> {
    const deployment = await start();
    this.#written.push(deployment.id);
    return deployment;
  }

  async kill(): Promise<void> {
    await this.autostack.kill();
    this.#kills++;
  }

  async restart(): Promise<void> {
    this.#slowestStartMs = Math.max(this.#slowestStartMs, await this.autostack.open());
    await this.autostack.signIn();
  }

  /** What has not ended ten seconds after the restart must be waiting for its turn, or be in the hands of a living worker. */
  async expectTruth(): Promise<void> {
    const now = () => Date.now();
    await eventually("a true state", () => this.view.stuck(now()).length === 0, TRUE_WITHIN_MS).catch(() => {
      for (const { id, text } of this.view.stuck(now()))
        this.#untrue.push(`after kill ${this.#kills}: ${id} is ${text}`);
    });
  }

  async aftermath(): Promise<Aftermath> {
    await eventually("the end of all", () => this.view.unfinished().length === 0, END_MS).catch(() => {
      for (const { id, text } of this.view.unfinished()) this.#untrue.push(`at the end: ${id} is ${text}`);
    });
    const nothingLeft = async () => (await this.view.orphans(Date.now())).length === 0;
    await eventually("the end of what ran before", nothingLeft, TIDY_MS).catch(() => {});
    const seen = this.#written.map((id) => ({ id, state: this.view.deployment(id)?.state }));
    return {
      kills: this.#kills,
      ends: Object.fromEntries(
        Map.groupBy(seen, ({ state }) => state ?? "lost")
          .entries()
          .map(([state, all]) => [state, all.length]),
      ),
      slowestStartMs: this.#slowestStartMs,
      untrue: this.#untrue,
      orphans: await this.view.orphans(Date.now()),
      lostWrites: seen.filter(({ state }) => state === undefined).map(({ id }) => id),
      traffic: await this.#traffic.stop(),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#traffic.kill();
    this.view.close();
    await this.autostack.close();
  }
}

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
      await victim.expectTruth();
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
  const slugs = Array.from({ length: projects }, (_, index) => `queued-${index}`);
  for (const [index, slug] of slugs.entries()) {
    const archive = zipOf(index % 2 === 0 ? nodeApp(slug) : pageOf(slug));
    await victim.write(async () => (await victim.autostack.api.launchUpload(slug, archive)).deployment);
  }
  for (let kills = 0; kills < randomly; kills++) {
    const asking = new AbortController();
    const asked = askForMore(victim, slugs, queue, asking.signal);
    await Bun.sleep(100 + Math.random() * 2500);
    await victim.kill();
    asking.abort();
    await asked;
    await victim.restart();
    await victim.expectTruth();
  }
  return await victim.aftermath();
}

/** Keeps the queue full. What is refused, or not answered because AutoStack died, was not promised. */
async function askForMore(victim: Victim, slugs: string[], queue: number, signal: AbortSignal): Promise<void> {
  for (let asked = 0; asked < queue && !signal.aborted; asked++) {
    const slug = slugs[asked % slugs.length] ?? "";
    const archive = zipOf((asked % slugs.length) % 2 === 0 ? nodeApp(`${asked}`) : pageOf(`${asked}`));
    await victim.write(() => victim.autostack.api.deployUpload(slug, archive)).catch(() => {});
  }
}

export async function* benchKill({ short }: BenchOptions): AsyncGenerator<Figure> {
  const size = short ? SHORT : FULL;
  const { missed, ...atStages } = await killAtStages(size.timesEachStage);
  yield* figuresOf("killed at each stage", atStages);
  if (missed.length > 0) yield { what: "killed at each stage: never seen at", value: missed.join(", ") };
  yield* figuresOf("killed at random", await killAtRandom(size));
}

function* figuresOf(name: string, { kills, ends, slowestStartMs, traffic, ...wrong }: Aftermath): Generator<Figure> {
  const states = Object.entries(ends).map(([state, count]) => `${count} ${state}`);
  yield {
    what: `${name}: ${kills} times`,
    value: `${states.join(", ")}; slowest start ${Math.round(slowestStartMs)} ms`,
  };
  yield* listed(`${name}: untrue states`, wrong.untrue);
  yield* listed(`${name}: orphans`, wrong.orphans);
  yield* listed(`${name}: acknowledged writes lost`, wrong.lostWrites);
  yield* listed(`${name}: lost of ${traffic.requests} requests to the live release`, traffic.losses);
}

function* listed(what: string, words: string[]): Generator<Figure> {
  yield { what, value: String(words.length), target: "0" };
  for (const value of words) yield { what: "", value };
}

if (import.meta.main) {
  for await (const { what, value, target } of benchKill({ short: process.argv.includes("--short") })) {
    console.log(`${what.padEnd(60)} ${value}${target ? `   target: ${target}` : ""}`);
  }
}
