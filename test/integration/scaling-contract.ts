import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { putToSleep } from "#src/deployments/sleep.ts";
import { eventually } from "../support/eventually.ts";
import { type Options, RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { watchAnswers } from "./watch-answers.ts";

const MINUTES_MS = 120_000;
const LOADERS = 4;
const SLUG = "scaled";

/** What holds for replicas, sleep and gates, whatever engine and edge. */
export function scalingContract(options: Options): void {
  describe(`scaling with ${options.runtime} and ${options.edge}`, () => {
    const slow = (promise: string, work: () => Promise<unknown>) => test(promise, work, MINUTES_MS);
    let stack: RunningAutoStack;
    beforeAll(async () => {
      stack = await RunningAutoStack.start(options);
      const { deployment } = await stack.api.launchUpload(SLUG, zipOf(nodeApp("here")));
      await stack.api.live(SLUG, deployment);
    }, MINUTES_MS);
    afterAll(() => stack?.close(), MINUTES_MS);

    const path = `/projects/${SLUG}/environments/production/settings`;
    const set = (json: object) =>
      stack.api.ask<{ replicas: number; asleepSince: number | null }>("POST", path, { json });
    const environment = () => {
      const [found] = stack.app.projects.allEnvironments();
      if (!found) throw new Error("there is an environment");
      return found;
    };
    const running = async () => (await stack.app.world.runtime.list()).length;
    const watch = (init: RequestInit = {}) => {
      const watched = Array.from({ length: LOADERS }, () => watchAnswers(() => stack.visit(SLUG, "/", init)));
      return async () => (await Promise.all(watched.map((one) => one.end()))).flatMap(({ failures }) => failures);
    };
    const sleep = async (kind: "pause" | "stop") => {
      // A kept connection of the last answer ends by itself.
      await eventually("sleep", () => putToSleep(stack.app.world, environment().id, kind), 30_000);
    };
    const askAtOnce = async (count: number) => {
      const begun = performance.now();
      const answers = await Promise.all(
        Array.from({ length: count }, async () => {
          const response = await stack.visit(SLUG);
          return `${response.status} ${await response.text()}`;
        }),
      );
      return { answers: new Set(answers), tookMs: Math.round(performance.now() - begun) };
    };

    slow("from 1 to 3 replicas and back under load no request fails", async () => {
      const end = watch();
      await set({ fewest: 3, most: 3 });
      await eventually("three replicas", async () => (await running()) === 3, 60_000);
      await eventually("all three serve", async () => stack.app.world.changes.isBusy(environment().id) === false);
      await set({ fewest: 1, most: 1 });
      await eventually("one replica", async () => (await running()) === 1, 60_000);
      expect(await end()).toEqual([]);
    });

    slow(
      "above its goal of requests a second replica comes by itself, an event says why, and no request fails",
      async () => {
        await set({ fewest: 1, most: 2, requestGoal: 2 });
        const begun = performance.now();
        const end = watch();
        await eventually("a second replica", async () => (await running()) === 2, 60_000);
        const { id, project } = environment();
        const serves = () => !stack.app.world.changes.isBusy(id) && stack.app.world.events.ofProject(project, 1)[0];
        const { summary } = await eventually("both serve", serves);
        console.info(
          `${options.edge}: a second replica ${Math.round((performance.now() - begun) / 1000)} s after the load`,
        );
        expect(summary).toMatch(/^Scaled from 1 to 2: \d+ requests a second for each\.$/);
        expect(await end()).toEqual([]);
        await set({ fewest: 1, most: 1, requestGoal: null });
        await eventually("one replica", async () => (await running()) === 1, 60_000);
      },
    );

    for (const kind of ["pause", "stop"] as const) {
      slow(`asleep by ${kind} the first request is held and answered, and so are 20 at once`, async () => {
        await sleep(kind);
        const first = await askAtOnce(1);
        await sleep(kind);
        const many = await askAtOnce(20);
        console.info(`${options.edge}, ${kind}: first answer after ${first.tookMs} ms, 20 after ${many.tookMs} ms`);
        expect([first.answers, many.answers]).toEqual([new Set(["200 here"]), new Set(["200 here"])]);
      });
    }

    slow("who sleeps sleeps on while AutoStack is started again, and wakes for the next request", async () => {
      await sleep("stop");
      await stack.stop();
      await stack.open();
      expect(await running()).toBe(0);
      expect((await askAtOnce(1)).answers).toEqual(new Set(["200 here"]));
    });

    slow("a password comes and goes at once, and who knows it loses no request", async () => {
      const authorization = `Basic ${btoa("mira:open sesame")}`;
      const end = watch({ headers: { authorization } });
      await set({ gate: "password", userName: "mira", userPassword: "open sesame" });
      const shut = [(await stack.visit(SLUG)).status];
      shut.push((await stack.visit(SLUG, "/", { headers: { authorization: `Basic ${btoa("mira:wrong")}` } })).status);
      await set({ gate: "open" });
      expect([shut, await end(), (await stack.visit(SLUG)).status]).toEqual([[401, 401], [], 200]);
    });

    slow("under maintenance visitors read the message, and afterwards the app", async () => {
      await set({ gate: "maintenance", message: "Back at noon" });
      const answer = await stack.visit(SLUG);
      expect([answer.status, (await answer.text()).includes("Back at noon")]).toEqual([503, true]);
      await set({ gate: "open" });
      expect(await stack.textAt(SLUG)).toBe("here");
    });
  });
}
