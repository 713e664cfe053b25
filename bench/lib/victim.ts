import type { Deployment } from "../../test/support/api-user.ts";
import { AutoStackProcess } from "../../test/support/autostack-process.ts";
import { eventually } from "../../test/support/eventually.ts";
import { OutsideView } from "../../test/support/outside-view.ts";
import { zipOf } from "../../test/support/sample-apps.ts";
import { talkingApp } from "../../test/support/talking-app.ts";
import { Traffic, type TrafficResult } from "./traffic.ts";

const STEADY = "steady";
const RATE = 50;
/** All must tell the truth this soon after the restart. */
const TRUE_WITHIN_MS = 10_000;
/** What a worker holds it holds for this long from when it last said so. */
const LEASE_MS = 60_000;
const END_MS = 240_000;
/** Drained or not, what ran before must be gone by then: nobody holds a line to it. */
const TIDY_MS = 30_000;

/** What went wrong, in words; and how it went for visitors of an app that nobody changed. */
export type Aftermath = {
  kills: number;
  /** How the deployments ended that were under way, by state. */
  ends: Record<string, number>;
  /** What is said of those that failed. */
  failures: Record<string, number>;
  /** From the start of the new process until every deployment told the truth, for each kill. */
  trueMs: number[];
  slowestStartMs: number;
  /** How many deployments had not ended at each kill, and at which stages those were that had begun. */
  unfinished: number[];
  stages: Record<string, number>;
  untrue: string[];
  orphans: string[];
  lostWrites: string[];
  traffic: TrafficResult;
};

/** One AutoStack that is killed again and again, and what is kept about it. */
export class Victim {
  readonly autostack: AutoStackProcess;
  readonly view: OutsideView;
  readonly #traffic: Traffic;
  readonly #written: string[] = [];
  readonly #unfinished: number[] = [];
  readonly #stages: string[] = [];
  readonly #trueMs: number[] = [];
  readonly #startMs: number[] = [];
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
    const unfinished = this.view.unfinished();
    this.#unfinished.push(unfinished.length);
    this.#stages.push(...unfinished.flatMap(({ stage }) => stage ?? []));
  }

  /** What has not ended ten seconds after the restart must be waiting for its turn, or be in the hands of a living worker. */
  async restart(): Promise<void> {
    const begun = performance.now();
    // What the dead worker held it held for less long than that.
    const leasesFrom = Date.now() + LEASE_MS;
    this.#startMs.push(await this.autostack.open());
    const isTrue = () => this.view.stuck(leasesFrom).length === 0;
    await eventually("a true state", isTrue, TRUE_WITHIN_MS - (performance.now() - begun)).catch(() => {
      for (const { id, text } of this.view.stuck(leasesFrom))
        this.#untrue.push(`after kill ${this.#startMs.length}: ${id} is ${text}`);
    });
    this.#trueMs.push(performance.now() - begun);
    await this.autostack.signIn();
  }

  async aftermath(): Promise<Aftermath> {
    await eventually("the end of all", () => this.view.unfinished().length === 0, END_MS).catch(() => {
      for (const { id, text } of this.view.unfinished()) this.#untrue.push(`at the end: ${id} is ${text}`);
    });
    const nothingLeft = async () => (await this.view.orphans(Date.now())).length === 0;
    await eventually("the end of what ran before", nothingLeft, TIDY_MS).catch(() => {});
    const seen = this.#written.map((id) => ({ id, state: this.view.deployment(id)?.state }));
    const failures = seen.filter(({ state }) => state === "failed").map(({ id }) => this.view.deployment(id)?.text);
    return {
      kills: this.#startMs.length,
      ends: counts(seen.map(({ state }) => state ?? "lost")),
      failures: counts(failures.map((text) => JSON.parse(text ?? "").problem.summary)),
      trueMs: this.#trueMs,
      slowestStartMs: Math.max(...this.#startMs),
      unfinished: this.#unfinished,
      stages: counts(this.#stages),
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

const counts = (words: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, all]) => [word, all.length]));
