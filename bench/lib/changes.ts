// The ways to change what runs, as a person clicks them; each resolves when a visitor has noticed, with the time that this took.
import { shortId } from "../../src/lib/ids.ts";
import type { Deployment } from "../../test/support/api-user.ts";
import type { AutoStackProcess } from "../../test/support/autostack-process.ts";
import { docker, objectsWith } from "../../test/support/docker.ts";
import { eventually } from "../../test/support/eventually.ts";
import { untilPage } from "./until.ts";

/** Replicas take turns, so that of this many answers none is missing for long. */
const LAST_ANSWERS = 12;
const SCALE_MS = 60_000;

/** One project of an AutoStack, and what is live of it. */
export class ChangingApp {
  readonly #autostack: AutoStackProcess;
  readonly #slug: string;
  #live: Deployment;
  #greetings = 0;
  #replicas = 1;

  constructor(autostack: AutoStackProcess, slug: string, live: Deployment) {
    this.#autostack = autostack;
    this.#slug = slug;
    this.#live = live;
  }

  redeploy(): Promise<number> {
    return this.#deploy(() => this.#autostack.api.act(this.#slug, this.#live, "redeploy"));
  }

  restart(): Promise<number> {
    return this.#deploy(() => this.#askToRestart());
  }

  /** It counts from the next release on, which is what the restart makes. */
  async changeVariable(): Promise<number> {
    const value = `greeting ${++this.#greetings}`;
    const took = await this.#deploy(async () => {
      const json = { name: "GREETING", value };
      await this.#autostack.api.ask("POST", `/projects/${this.#slug}/variables`, { json });
      return this.#askToRestart();
    });
    const greeted = (await this.#visit()).headers.get("x-greeting");
    if (greeted !== value) throw new Error(`The app was told “${greeted}” and not “${value}”.`);
    return took;
  }

  /** To the newest that is not live and can be brought back. */
  async rollBack(): Promise<number> {
    const { api } = this.#autostack;
    const previous = (await api.deployments(this.#slug)).find(({ canRollBack }) => canRollBack);
    if (!previous) throw new Error("There is nothing to roll back to.");
    return this.#deploy(() => api.act(this.#slug, previous, "rollback"));
  }

  /** From one replica to three, and the next time back. */
  async scale(): Promise<number> {
    const wanted = this.#replicas === 1 ? 3 : 1;
    const begun = performance.now();
    const path = `/projects/${this.#slug}/environments/production/settings`;
    await this.#autostack.api.ask("POST", path, { json: { fewest: wanted, most: wanted } });
    const last: string[] = [];
    await eventually(
      `answers of ${wanted} replicas`,
      async () => {
        last.push((await this.#visit()).headers.get("x-replica") ?? "");
        return last.length >= LAST_ANSWERS && new Set(last.slice(-LAST_ANSWERS)).size === wanted;
      },
      SCALE_MS,
    );
    const took = performance.now() - begun;
    await eventually("the end of what is too much", async () => (await this.#containers()).length === wanted, SCALE_MS);
    this.#replicas = wanted;
    return took;
  }

  /** Stops the old one, then starts the new one at the same address, as many systems do. */
  async swapNaively(): Promise<number> {
    const [live] = await this.#containers();
    if (!live) throw new Error("Nothing is live.");
    const begun = performance.now();
    await docker.getContainer(live.Id).restart({ t: 10 });
    await this.#untilAnswers(this.#live);
    return performance.now() - begun;
  }

  /** Until a visitor gets its first answer; resolves once it is live. */
  async #deploy(start: () => Promise<Deployment>): Promise<number> {
    await this.#autostack.signIn();
    const clicked = performance.now();
    const deployment = await start();
    await this.#untilAnswers(deployment);
    const took = performance.now() - clicked;
    this.#live = (await this.#autostack.api.live(this.#slug, deployment)).deployment;
    return took;
  }

  async #askToRestart(): Promise<Deployment> {
    const path = `/projects/${this.#slug}/restart`;
    return (await this.#autostack.api.ask<{ deployment: Deployment }>("POST", path, { json: {} })).deployment;
  }

  #untilAnswers({ id }: Deployment): Promise<number> {
    const { edgePort } = this.#autostack;
    const host = `${this.#slug}.localhost:${edgePort}`;
    return untilPage(`http://127.0.0.1:${edgePort}/`, (page) => page === shortId(id), { host });
  }

  async #containers() {
    const { containers } = await objectsWith(`autostack.installation=${this.#autostack.installation}`);
    return containers.filter(({ Labels }) => Labels["autostack.deployment"] === this.#live.id);
  }

  #visit(): Promise<Response> {
    return this.#autostack.visit(this.#slug);
  }
}
