import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { shortId } from "../lib/ids.ts";
import { DEFAULT_SETTINGS } from "../projects/environment-settings.ts";
import type { Project } from "../projects/project.ts";
import { abortCanary, promoteCanary } from "./canary.ts";
import type { Deployment } from "./deployment.ts";
import { reconcile } from "./reconcile.ts";
import { removeOldReleases } from "./retention.ts";
import { startSplit } from "./split.ts";
import { splitFacts } from "./split-facts.ts";

let fake: FakeWorld;
let project: Project;
beforeEach(() => {
  fake = new FakeWorld({ AUTOSTACK_KEPT_RELEASES: "3", AUTOSTACK_BASE_DOMAIN: "apps.test" });
  project = fake.project("blog");
});
afterEach(() => fake.close());

const production = () => fake.projects.production(project);
const releaseOf = (deployment: Deployment) => fake.deployments.release(deployment)?.id ?? "";
const nameOf = ({ id }: { id: string }) => `blog-${shortId(id)}-web`;
const weights = () =>
  fake.edge.routes.get(production().id)?.[0]?.backends.map(({ release, weight }) => [release, weight]);
const facts = () => splitFacts(fake.world, project, production());
const setVariable = (value: string, kind: "production" | "preview") =>
  fake.variables.set(project.id, kind, { name: "DATABASE", value, secret: false, use: "run" });

const begin = (side: string, percent = 30) =>
  startSplit(fake.world, fake.deployments, { project, environment: production() }, { side, percent, startedBy: "Ada" });
async function split(side: string, percent?: number): Promise<Deployment> {
  return fake.ended((await begin(side, percent)).id);
}
async function preview(branch: string): Promise<Deployment> {
  return fake.ended((await fake.deployments.start(project, { startedBy: "Ada", branch })).id);
}

describe("a split between what is live and a kept release", () => {
  async function twoReleases() {
    const [old, live] = [await fake.deploy(project), await fake.deploy(project)];
    await fake.until(() => !fake.runtime.instances.has(nameOf(old)));
    return { old, live };
  }

  test("starts that release as it was and gives it its share", async () => {
    const { old, live } = await twoReleases();
    const built = fake.runtime.done.filter((line) => line.startsWith("build ")).length;
    const b = await split(`deployment:${old.id}`);
    expect(b).toMatchObject({
      state: { name: "canary", release: releaseOf(old), percent: 30 },
      split: { kind: "release", name: "#1" },
      revision: { kind: "example", name: "node" },
    });
    expect(weights()).toEqual([
      [releaseOf(live), 70],
      [releaseOf(old), 30],
    ]);
    expect(fake.runtime.instances.has(nameOf(b))).toBe(true);
    expect(fake.runtime.done.filter((line) => line.startsWith("build "))).toHaveLength(built);
    expect(await fake.logText(b.id)).toContain("30 of a hundred visitors get side B of the split, #1");
  });

  test("tells of both sides what came of them since it began", async () => {
    const { old, live } = await twoReleases();
    fake.edge.counts.set(production().id, { [releaseOf(live)]: { requests: 500, errors: 5, open: 0 } });
    const b = await split(`deployment:${old.id}`);
    fake.edge.counts.set(production().id, {
      [releaseOf(live)]: { requests: 570, errors: 5, open: 0 },
      [releaseOf(old)]: { requests: 30, errors: 2, open: 0 },
    });
    const a = { side: "A", name: "live", deployment: { id: live.id, number: 2 }, percent: 70, requests: 70, errors: 0 };
    const own = { side: "B", name: "#1", deployment: { id: b.id, number: 3 }, percent: 30, requests: 30, errors: 2 };
    expect(await facts()).toMatchObject({ kind: "running", percent: 30, sides: [a, own] });
    fake.edge.traffic = () => Promise.reject(new Error("away"));
    expect(await facts()).toMatchObject({ kind: "running", sides: [{ requests: null }, { errors: null }] });
  });

  test("ends with A for everybody, who never left", async () => {
    const { old, live } = await twoReleases();
    const b = await split(`deployment:${old.id}`);
    await abortCanary(fake.world, b);
    expect(weights()).toEqual([[releaseOf(live), 1]]);
    await fake.until(() => !fake.runtime.instances.has(nameOf(b)));
    expect(fake.state(live.id).name).toBe("live");
  });

  test("or with B for everybody, which is not started again", async () => {
    const { old, live } = await twoReleases();
    const b = await split(`deployment:${old.id}`);
    promoteCanary(fake.world, b);
    await fake.until(() => fake.state(b.id).name === "live");
    expect(weights()).toEqual([[releaseOf(old), 1]]);
    expect(production().release).toBe(releaseOf(old));
    expect(fake.runtime.done.filter((line) => line === `start ${nameOf(b)}`)).toHaveLength(1);
    await fake.until(() => !fake.runtime.instances.has(nameOf(live)));
  });

  test("goes on over a restart of AutoStack, and nobody is sent to the other side meanwhile", async () => {
    const { old, live } = await twoReleases();
    const b = await split(`deployment:${old.id}`);
    const before = fake.edge.changes.length;
    fake.runtime.instances.delete(nameOf(b));
    await fake.restart();
    await reconcile(fake.world);
    const changes = fake.edge.changes.slice(before).filter(({ owner }) => owner === production().id);
    expect(changes.map(({ releases }) => releases)).toEqual([[releaseOf(live), releaseOf(old)]]);
    expect(fake.runtime.instances.has(nameOf(b))).toBe(true);
    expect(await facts()).toMatchObject({ kind: "running", deployment: { id: b.id } });
  });

  test("ends when another deployment goes live", async () => {
    const { old } = await twoReleases();
    const b = await split(`deployment:${old.id}`);
    const next = await fake.deploy(project);
    expect(fake.state(b.id)).toEqual({ name: "superseded", by: next.id });
    await fake.until(() => !fake.runtime.instances.has(nameOf(b)));
  });

  test("gives way to a canary that is tried out: visitors are shared between two", async () => {
    const { old, live } = await twoReleases();
    const b = await split(`deployment:${old.id}`);
    const { id } = await fake.deployments.start(project, { startedBy: "Ada", canary: 10 });
    const canary = await fake.ended(id);
    expect(weights()).toEqual([
      [releaseOf(live), 90],
      [releaseOf(canary), 10],
    ]);
    expect(fake.state(b.id)).toEqual({ name: "superseded", by: id });
    await fake.until(() => !fake.runtime.instances.has(nameOf(b)));
  });
});

describe("a split between what is live and a branch", () => {
  test("starts what is live there, with the variables of this environment", async () => {
    setVariable("of production", "production");
    setVariable("of previews", "preview");
    const live = await fake.deploy(project);
    const branch = await preview("redesign");
    const built = fake.runtime.done.filter((line) => line.startsWith("build ")).length;
    const b = await split("environment:redesign", 50);
    expect(b).toMatchObject({ split: { kind: "environment", name: "redesign" }, state: { name: "canary" } });
    expect(weights()).toEqual([
      [releaseOf(live), 50],
      [releaseOf(b), 50],
    ]);
    const [own, other] = [fake.deployments.release(b), fake.deployments.release(branch)];
    expect(own).toMatchObject({ environment: production().id, artifact: other?.artifact as object });
    expect([own?.variables.DATABASE, other?.variables.DATABASE]).toEqual(["of production", "of previews"]);
    expect(fake.runtime.done.filter((line) => line.startsWith("build "))).toHaveLength(built);
    expect(fake.state(branch.id).name).toBe("live");
  });

  test("can keep B although the branch has gone on meanwhile", async () => {
    await fake.deploy(project);
    const branch = await preview("redesign");
    const b = await split("environment:redesign");
    for (let count = 0; count < 4; count++) await preview("redesign");
    await removeOldReleases(fake.world, branch.environment);
    promoteCanary(fake.world, b);
    await fake.until(() => fake.state(b.id).name !== "running");
    expect(fake.state(b.id).name).toBe("live");
    expect(production().release).toBe(releaseOf(b));
  });
});

describe("what could be side B", () => {
  test("are what is live on branches, and kept releases that have answered, but not what is live", async () => {
    await fake.deploy(project);
    fake.answer = { kind: "refused" };
    await fake.deploy(project);
    fake.answer = { kind: "answered", status: 200 };
    const live = await fake.deploy(project);
    await preview("redesign");
    const shown = await facts();
    if (shown.kind !== "ready") throw new Error(shown.kind);
    expect(shown.choices.map(({ name, number }) => [name, number])).toEqual([
      ["redesign", 4],
      ["#1", 1],
    ]);
    expect(shown.choices.map(({ value }) => value)).not.toContain(`deployment:${live.id}`);
  });

  test("is nothing of another project or environment, nor what is live", async () => {
    const live = await fake.deploy(project);
    const stranger = await fake.deploy(fake.project("shop"));
    const branch = await preview("redesign");
    const code = (side: string) => begin(side).then(String, (error) => error.code);
    expect(await code(`deployment:${stranger.id}`)).toBe("not_found");
    expect(await code(`deployment:${branch.id}`)).toBe("not_found");
    expect(await code("deployment:")).toBe("not_found");
    expect(await code("environment:nothing")).toBe("not_found");
    expect(await code(`deployment:${live.id}`)).toBe("invalid_side");
    expect(await code("environment:production")).toBe("invalid_side");
    expect(await code("release")).toBe("invalid_side");
    expect(fake.world.deployments.unfinished(project.id)).toEqual([]);
  });

  test.each([0, 100, 12.5])("does not get %p of a hundred visitors", async (percent) => {
    await fake.deploy(project);
    await preview("redesign");
    await expect(begin("environment:redesign", percent)).rejects.toMatchObject({ code: "invalid_percent" });
  });
});

describe("no split begins", () => {
  const refused = async (code: string) => {
    expect(await facts()).toMatchObject({ kind: "refused", problem: { code } });
    await expect(begin("environment:redesign")).rejects.toMatchObject({ code });
  };

  test("where nothing is live", async () => {
    await preview("redesign");
    await refused("nothing_live");
  });

  test("where a service must be alone: it would be stopped; nor does a canary", async () => {
    await fake.deploy(project);
    await preview("redesign");
    fake.projects.setSettings(production().id, { ...DEFAULT_SETTINGS, switch: "pause" });
    await refused("must_be_alone");
    const canary = fake.deployments.start(project, { startedBy: "Ada", canary: 10 });
    await expect(canary).rejects.toMatchObject({ code: "must_be_alone" });
  });

  test("where a release is on trial", async () => {
    await fake.deploy(project);
    await preview("redesign");
    await fake.ended((await fake.deployments.start(project, { startedBy: "Ada", canary: 10 })).id);
    await refused("on_trial");
  });

  test("where nobody comes", async () => {
    await fake.deploy(project);
    await preview("redesign");
    fake.world.states.setAsleep(production().id, fake.now);
    await refused("asleep");
  });
});

test("a release that went live while its split waited is not shared with itself", async () => {
  const live = await fake.deploy(project);
  const input = { kind: "release", release: releaseOf(live) } as const;
  const split = { kind: "release", name: "#1" } as const;
  const revision = { kind: "example", name: "node", hash: "abc" } as const;
  const { id } = await fake.deployments.tryOut(production(), { input, split, revision, canary: 30, startedBy: "Ada" });
  expect((await fake.ended(id)).state).toMatchObject({ name: "failed", problem: { code: "same_release" } });
  expect(weights()).toEqual([[releaseOf(live), 1]]);
});
