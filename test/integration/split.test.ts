import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import type { SplitFacts } from "#src/deployments/split-facts.ts";
import type { Deployment } from "../support/api-user.ts";
import { eventually } from "../support/eventually.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { watchAnswers } from "./watch-answers.ts";

const MINUTES_MS = 120_000;
const SLUG = "shop";
const PATH = `/projects/${SLUG}/environments/production/split`;
const VISITORS = 200;

type Running = Extract<SplitFacts, { kind: "running" }>;

let stack: RunningAutoStack;
let first: Deployment;
let split: Deployment;

const slow = (promise: string, body: () => Promise<void>) => test(promise, body, MINUTES_MS);

/** A program that says who it is, and answers 500 at `/broken`. */
function app(text: string) {
  const before = `const { Server } = require("node:http");
const emit = Server.prototype.emit;
Server.prototype.emit = function (name, request, response) {
  if (name !== "request" || request.url !== "/broken") return emit.apply(this, arguments);
  response.statusCode = 500;
  return response.end();
};`;
  return zipOf(nodeApp(text, { before }));
}

beforeAll(async () => {
  stack = await RunningAutoStack.start({ runtime: "process", edge: "traefik" });
  const { api } = stack;
  ({ deployment: first } = await api.launchUpload(SLUG, app("one")));
  await api.live(SLUG, first);
  await api.live(SLUG, await api.deployUpload(SLUG, app("two")));
}, MINUTES_MS);
afterAll(() => stack?.close(), MINUTES_MS);

const facts = () => stack.api.ask<SplitFacts>("GET", PATH);
async function running(): Promise<Running> {
  const found = await facts();
  if (found.kind !== "running") throw new Error(JSON.stringify(found));
  return found;
}
const begin = (side: string, percent: number) =>
  stack.api.ask<{ deployment: Deployment }>("POST", PATH, { json: { side, percent } });
const act = (action: string) => stack.api.ask("POST", `/projects/${SLUG}/deployments/${split.id}/${action}`);

/** What a visitor gets who brings a cookie, or none. */
async function visit(cookie: string | null, path = "/") {
  const response = await stack.visit(SLUG, path, { headers: cookie === null ? {} : { cookie } });
  const text = await response.text();
  return { text, status: response.status, cookie: response.headers.get("set-cookie")?.split(";")[0] ?? cookie };
}

/** Somebody whom the edge has given this side. */
async function visitorOf(wanted: string) {
  for (let tries = 0; tries < 100; tries++) {
    const { text, cookie } = await visit(null);
    if (text === wanted) return cookie;
  }
  throw new Error(`nobody gets ${wanted}`);
}

/** Everybody is served while this is done. */
async function withoutLoss(ask: () => Promise<Response>, work: () => Promise<void>) {
  const watched = watchAnswers(ask);
  await work();
  const { failures, texts } = await watched.end();
  expect(failures).toEqual([]);
  return texts;
}
const anybody = () => stack.visit(SLUG);

describe("a split between what is live and a kept release", () => {
  slow("begins without a request that fails, and each side gets its share", async () => {
    await withoutLoss(anybody, async () => {
      ({ deployment: split } = await begin(`deployment:${first.id}`, 30));
      const { deployment } = await stack.api.ended(SLUG, split);
      expect(deployment.state).toMatchObject({ name: "canary", percent: 30 });
    });
    let ofB = 0;
    for (let visitor = 0; visitor < VISITORS; visitor++) if ((await visit(null)).text === "one") ofB++;
    expect(ofB).toBeGreaterThanOrEqual(VISITORS * 0.2);
    expect(ofB).toBeLessThanOrEqual(VISITORS * 0.4);
  });

  slow("keeps every visitor on the side that they got", async () => {
    for (const text of ["one", "two"]) {
      const cookie = await visitorOf(text);
      for (let visits = 0; visits < 20; visits++) expect((await visit(cookie)).text).toBe(text);
    }
  });

  slow("counts requests and errors of each side", async () => {
    const [a, b] = [await visitorOf("two"), await visitorOf("one")];
    const before = (await running()).sides;
    for (let visits = 0; visits < 40; visits++) await visit(a);
    for (let visits = 0; visits < 15; visits++) await visit(b);
    for (let visits = 0; visits < 5; visits++) expect((await visit(b, "/broken")).status).toBe(500);
    await eventually("the counts", async () => {
      const { sides } = await running();
      const since = (index: number, of: "requests" | "errors") =>
        (sides[index]?.[of] ?? 0) - (before[index]?.[of] ?? 0);
      const counts = [since(0, "requests"), since(0, "errors"), since(1, "requests"), since(1, "errors")];
      return Bun.deepEquals(counts, [40, 0, 20, 5]);
    });
    expect((await running()).sides.map(({ side, name, percent }) => [side, name, percent])).toEqual([
      ["A", "live", 70],
      ["B", "#1", 30],
    ]);
    const page = await fetch(`${stack.url}${PATH.replace(/split$/, "settings")}`, {
      headers: { authorization: stack.api.bearer },
    });
    expect(await page.text()).toContain("Keep B");
  });

  slow("goes on while AutoStack restarts, and nobody changes sides", async () => {
    for (const text of ["one", "two"]) {
      const cookie = (await visitorOf(text)) ?? "";
      const ask = () => stack.visit(SLUG, "/", { headers: { cookie } });
      const texts = await withoutLoss(ask, async () => {
        await stack.stop();
        await stack.open();
        expect((await running()).deployment.id).toBe(split.id);
      });
      expect(texts).toEqual([text]);
    }
  });

  slow("ends with B for everybody, and no request fails", async () => {
    const texts = await withoutLoss(anybody, async () => {
      await act("promote");
      await eventually("B live", async () => (await stack.api.facts(SLUG, split.id)).deployment.state.name === "live");
    });
    expect(texts.at(-1)).toBe("one");
    for (let visits = 0; visits < 20; visits++) expect((await visit(null)).text).toBe("one");
    expect(await facts()).toMatchObject({ kind: "ready" });
  });
});

describe("a split between what is live and a branch", () => {
  slow("runs what was built there with the variables of this environment, and ends with A", async () => {
    const { api } = stack;
    for (const [environment, value] of [
      ["production", "production "],
      ["preview", "preview "],
    ])
      await api.ask("POST", `/projects/${SLUG}/variables`, { json: { name: "GREETING", value, environment } });
    const { id, fileName } = await api.upload(app("redesign") as Uint8Array<ArrayBuffer>, "redesign.zip");
    const json = { upload: id, fileName, branch: "redesign" };
    const path = `/projects/${SLUG}/deployments`;
    const { deployment } = await api.ask<{ deployment: Deployment }>("POST", path, { json });
    await api.live(SLUG, deployment);
    const texts = await withoutLoss(anybody, async () => {
      ({ deployment: split } = await begin("environment:redesign", 50));
      await api.ended(SLUG, split);
      await visitorOf("production redesign");
      await act("cancel");
    });
    expect(new Set(texts)).toEqual(new Set(["one", "production redesign"]));
    for (let visits = 0; visits < 20; visits++) expect((await visit(null)).text).toBe("one");
    expect(await api.log(SLUG, split)).toContain("side B of the split, redesign");
  });
});

describe("what is refused", () => {
  const code = async (side: string, api = stack.api) => {
    const answer = await api.send("POST", PATH, { json: { side, percent: 50 } });
    return { status: answer.status, code: ((await answer.json()) as { error: { code: string } }).error.code };
  };

  slow("is what somebody else owns, and what is no side", async () => {
    const stranger = await stack.addUser("Mira");
    expect(await code(`deployment:${first.id}`, stranger)).toEqual({ status: 404, code: "not_found" });
    const { deployment } = await stranger.launchUpload("theirs", app("theirs"));
    expect(await code(`deployment:${deployment.id}`)).toEqual({ status: 404, code: "not_found" });
    await stranger.live("theirs", deployment);
    expect(await code("environment:production")).toEqual({ status: 422, code: "invalid_side" });
    expect(await facts()).toMatchObject({ kind: "ready" });
  });

  slow("by a form, is said beside its field", async () => {
    const answer = await fetch(`${stack.url}${PATH}`, {
      method: "POST",
      headers: { authorization: stack.api.bearer, "content-type": "application/x-www-form-urlencoded" },
      body: "side=environment%3Aproduction&percent=50",
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain("production is what is live: it is side A already.");
  });
});
