import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { Project } from "../projects/project.ts";

/** Two deployments at once. */
let fake: FakeWorld;
/** Of each git server, when it has sent all. */
let servers: Map<string, PromiseWithResolvers<void>>;
let fetched: string[];

beforeEach(() => {
  fake = new FakeWorld();
  servers = new Map();
  fetched = [];
  const { fetchSource } = fake.world;
  fake.world.fetchSource = async (request) => {
    const { input, signal } = request;
    if (input.kind === "git") {
      const sent = servers.get(input.url) ?? Promise.withResolvers<void>();
      servers.set(input.url, sent);
      fetched.push(input.url);
      const aborted = new Promise<never>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      await Promise.race([sent.promise, aborted]);
    }
    return fetchSource(request);
  };
});
afterEach(() => fake.close());

const fromGit = (slug: string): Project =>
  fake.projects.create(fake.team, { slug, source: { kind: "git", url: slug, branch: null, folder: null }, edits: {} });

async function start(project: Project): Promise<string> {
  return (await fake.deployments.start(project, { startedBy: "Ada" })).id;
}

async function fetching(slug: string): Promise<string> {
  const id = await start(fromGit(slug));
  await fake.until(() => fetched.includes(slug));
  return id;
}

const send = (slug: string) => servers.get(slug)?.resolve();
const builds = () => fake.runtime.done.filter((line) => line.startsWith("build")).map((line) => line.split(/[ -]/)[1]);
const isWaiting = (id: string) => "waitsFor" in fake.state(id);

test("slow git servers hold up nobody: another project's deployment goes live at once", async () => {
  const slow = [await fetching("slow"), await fetching("slower")];
  expect((await fake.deploy(fake.project("blog"))).state.name).toBe("live");
  expect(slow.map((id) => fake.state(id))).toEqual([
    { name: "running", stage: "source" },
    { name: "running", stage: "source" },
  ]);
  for (const server of servers.values()) server.resolve();
  for (const id of slow) expect((await fake.ended(id)).state.name).toBe("live");
});

test("no more are built at once than may be: who has fetched waits for a place in turn, and says so", async () => {
  const [first, second] = [await fetching("first"), await fetching("second")];
  fake.runtime.holdBuild = Promise.withResolvers();
  const building = [await start(fake.project("blog")), await start(fake.project("shop"))];
  await fake.until(() => builds().length === 2);
  send("second");
  await fake.until(() => isWaiting(second));
  send("first");
  await fake.until(() => isWaiting(first));
  expect(fake.state(second)).toEqual({
    ...{ name: "running", stage: "source" },
    waitsFor: "The code is here. Its turn comes when another deployment ends: 2 at once (AUTOSTACK_CONCURRENCY).",
  });
  fake.deployments.cancel(fake.world.deployments.get(building[0] ?? ""));
  await fake.until(() => builds().length === 3);
  expect(builds()[2]).toBe("second");
  expect(fake.state(second)).toEqual({ name: "running", stage: "build" });
  fake.runtime.holdBuild.resolve();
  for (const id of [first, second]) expect((await fake.ended(id)).state.name).toBe("live");
});

test("deployments of one environment stay in their order, however slowly the first one comes", async () => {
  const project = fromGit("blog");
  const first = await start(project);
  await fake.until(() => fetched.length === 1);
  const second = await start(project);
  await fake.deploy(fake.project("shop"));
  expect(fetched).toEqual(["blog"]);
  expect(fake.state(second).name).toBe("queued");
  send("blog");
  expect((await fake.ended(second)).state.name).toBe("live");
  expect(fake.state(first).name).toBe("retired");
});

test("one that AutoStack ends in the middle of goes on: at the fetch, or with what was fetched", async () => {
  const cut = await fetching("cut");
  const waiting = await fetching("waiting");
  fake.runtime.holdBuild = Promise.withResolvers();
  for (const slug of ["blog", "shop"]) await start(fake.project(slug));
  await fake.until(() => builds().length === 2);
  send("waiting");
  await fake.until(() => isWaiting(waiting));
  await fake.restart();
  fake.runtime.holdBuild.resolve();
  expect((await fake.ended(waiting)).state.name).toBe("live");
  await fake.until(() => fetched.filter((slug) => slug === "cut").length === 2);
  send("cut");
  expect((await fake.ended(cut)).state.name).toBe("live");
  expect(fetched.filter((slug) => slug === "waiting")).toHaveLength(1);
});

test("one that is cancelled while it waits for a place ends at once", async () => {
  const id = await fetching("blog");
  fake.runtime.holdBuild = Promise.withResolvers();
  for (const slug of ["one", "two"]) await start(fake.project(slug));
  await fake.until(() => builds().length === 2);
  send("blog");
  await fake.until(() => isWaiting(id));
  fake.deployments.cancel(fake.world.deployments.get(id));
  expect((await fake.ended(id)).state.name).toBe("cancelled");
  expect(builds().toSorted()).toEqual(["one", "two"]);
  fake.runtime.holdBuild.resolve();
});

test("what the machine has lost meanwhile is waited for before the build, and a roll back goes on", async () => {
  const project = fake.project("shop");
  const before = await fake.deploy(project);
  await fake.deploy(project);
  const many: string[] = [];
  for (let index = 0; index < 8; index++) many.push(await fetching(`blog-${index}`));
  fake.shortOfMemory = "Another build uses the memory.";
  for (const server of servers.values()) server.resolve();
  await fake.until(() => many.every(isWaiting));
  expect(fake.state(many[0] ?? "")).toEqual({
    ...{ name: "running", stage: "source" },
    waitsFor: "Another build uses the memory.",
  });
  const back = await fake.deployments.rollBack(before, "Ada");
  expect((await fake.ended(back.id)).state.name).toBe("live");
  fake.shortOfMemory = null;
  for (const id of many) expect((await fake.ended(id)).state.name).toBe("live");
});

test("a crowd of slow servers is not fetched from all at once: the others wait in the queue", async () => {
  const many: string[] = [];
  for (let index = 0; index < 14; index++) many.push(await start(fromGit(`slow-${index}`)));
  const queued = () => many.filter((id) => fake.state(id).name === "queued");
  await fake.until(() => fetched.length >= 8);
  // One that begins together with the last of the eight is not held back any more.
  expect(queued().length).toBeGreaterThanOrEqual(4);
  for (let index = 0; index < 14; index++) {
    await fake.until(() => fetched.includes(`slow-${index}`));
    send(`slow-${index}`);
    expect(fetched.length - index).toBeLessThanOrEqual(10);
  }
  for (const id of many) expect((await fake.ended(id)).state.name).toBe("live");
});
