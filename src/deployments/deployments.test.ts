import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { shortId } from "../lib/ids.ts";
import type { Deployment } from "./deployment.ts";
import { reconcile } from "./reconcile.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

const nameOf = ({ id }: Deployment) => `blog-${shortId(id)}`;

describe("a deployment", () => {
  test("goes through all stages in order and is live", async () => {
    const deployment = await fake.deploy(fake.project("blog"));
    expect(deployment.state.name).toBe("live");
    const stages = fake.world.deployments.stages(deployment.id).map(({ stage }) => stage);
    expect(stages).toEqual(["source", "scan", "plan", "build", "start", "probe", "route", "retire"]);
    expect(fake.runtime.done).toEqual([`build ${nameOf(deployment)}`, `start ${nameOf(deployment)}-web`]);
    expect(fake.edge.hostnames()).toEqual([`blog-${shortId(deployment.id)}.localhost`, "blog.localhost"]);
  });

  test("takes the place of the one before, which is stopped after traffic has moved", async () => {
    const project = fake.project("blog");
    const first = await fake.deploy(project);
    const second = await fake.deploy(project);
    expect(fake.state(first.id).name).toBe("retired");
    await fake.until(() => fake.runtime.instances.size === 1);
    expect(fake.runtime.done.slice(2)).toEqual([
      `build ${nameOf(second)}`,
      `start ${nameOf(second)}-web`,
      `stop ${nameOf(first)}-web`,
    ]);
    expect(fake.edge.hostnames()).not.toContain(`blog-${shortId(first.id)}.localhost`);
  });

  test("that does not build leaves the old release where it is", async () => {
    const project = fake.project("blog");
    const first = await fake.deploy(project);
    fake.runtime.failBuild = "npm run build ended with exit code 1.";
    const second = await fake.deploy(project);
    expect(second.state).toMatchObject({ name: "failed", stage: "build", problem: { code: "build_failed" } });
    expect(fake.state(first.id).name).toBe("live");
    expect(fake.runtime.instances.has(`${nameOf(first)}-web`)).toBe(true);
  });

  test("that never answers is removed and traffic stays put", async () => {
    const project = fake.project("blog");
    const first = await fake.deploy(project);
    const before = fake.edge.routes.get(fake.projects.production(project).id);
    fake.answer = { kind: "refused" };
    const second = await fake.deploy(project);
    expect(second.state).toMatchObject({ name: "failed", stage: "probe", problem: { code: "not_healthy" } });
    expect([...fake.runtime.instances.keys()]).toEqual([`${nameOf(first)}-web`]);
    expect(fake.edge.routes.get(fake.projects.production(project).id)).toBe(before);
  });

  test("that listens on loopback only, or on another port, is told so", async () => {
    fake.answer = { kind: "refused" };
    fake.runtime.open = [{ port: 3000, loopbackOnly: true }];
    const loopback = await fake.deploy(fake.project("blog", { port: 3000 }));
    expect(loopback.state).toMatchObject({ problem: { hint: "Let it listen on 0.0.0.0." } });
    fake.runtime.open = [{ port: 5000, loopbackOnly: false }];
    const other = await fake.deploy(fake.project("shop", { port: 3000 }));
    expect(other.state).toMatchObject({ problem: { summary: expect.stringContaining("listens on port 5000") } });
  });

  test("whose service ends is told with its exit code, without waiting", async () => {
    fake.runtime.exitCode = 3;
    const { state } = await fake.deploy(fake.project("blog"));
    expect(state).toMatchObject({ problem: { code: "exited", summary: expect.stringContaining("exit code 3") } });
  });

  test("of something unknown says what was looked for", async () => {
    fake.files = { "notes.txt": "hello" };
    const { state } = await fake.deploy(fake.project("blog"));
    expect(state).toMatchObject({ name: "failed", stage: "scan", problem: { code: "nothing_recognised" } });
    expect(JSON.stringify(state)).toContain("Dockerfile");
  });

  test("runs its commands before and after the switch; a failing one before it stops everything", async () => {
    const project = fake.project("blog", { hooks: { beforeSwitch: "migrate", afterSwitch: "warm-up" } });
    const first = await fake.deploy(project);
    expect(fake.runtime.done).toEqual([
      `build ${nameOf(first)}`,
      "run migrate",
      `start ${nameOf(first)}-web`,
      "run warm-up",
    ]);
    fake.runtime.hookExitCode = 1;
    const second = await fake.deploy(project);
    expect(second.state).toMatchObject({ name: "failed", problem: { code: "hook_failed" } });
    expect(fake.state(first.id).name).toBe("live");
  });

  test("never prints a secret", async () => {
    const project = fake.project("blog");
    fake.variables.set(project.id, "production", { name: "KEY", value: "s3cret-value", secret: true, use: "both" });
    const { id } = await fake.deploy(project);
    const text = await fake.logText(id);
    expect(text).toContain("KEY=••••••");
    expect(text).not.toContain("s3cret-value");
  });
});

describe("the queue of an environment", () => {
  test("a newer deployment replaces those that have not begun", async () => {
    const project = fake.project("blog");
    fake.runtime.holdBuild = Promise.withResolvers();
    const first = await fake.deployments.start(project, { startedBy: "Ada" });
    const second = await fake.deployments.start(project, { startedBy: "Ada" });
    const third = await fake.deployments.start(project, { startedBy: "Ada" });
    expect(fake.state(second.id)).toEqual({ name: "superseded", by: third.id });
    fake.runtime.holdBuild.resolve();
    expect((await fake.ended(first.id)).state.name).not.toBe("superseded");
    expect((await fake.ended(third.id)).state.name).toBe("live");
  });

  test("a running deployment can be cancelled, and leaves nothing", async () => {
    const project = fake.project("blog");
    fake.runtime.holdBuild = Promise.withResolvers();
    const started = await fake.deployments.start(project, { startedBy: "Ada" });
    while (fake.runtime.done.length === 0) await new Promise((resolve) => setImmediate(resolve));
    fake.deployments.cancel(started);
    expect((await fake.ended(started.id)).state.name).toBe("cancelled");
    expect(fake.runtime.instances.size).toBe(0);
    expect(() => fake.deployments.cancel(fake.world.deployments.get(started.id))).toThrow("already ended");
  });

  test("a deployment that was cut off goes on at the first stage without a result", async () => {
    fake.runtime.holdBuild = Promise.withResolvers();
    const started = await fake.deployments.start(fake.project("blog"), { startedBy: "Ada" });
    while (fake.runtime.done.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const sourceAt = fake.world.deployments.stages(started.id)[0]?.endedAt;
    const stopped = fake.restart();
    await stopped;
    fake.runtime.holdBuild.resolve();
    const ended = await fake.ended(started.id);
    expect(ended.state.name).toBe("live");
    expect(fake.world.deployments.stages(started.id)[0]?.endedAt).toBe(sourceAt as number);
    expect(fake.runtime.done.filter((line) => line.startsWith("build"))).toHaveLength(2);
  });
});

describe("what came before", () => {
  test("a roll back starts the old artifact with its own variables and builds nothing", async () => {
    const project = fake.project("blog");
    fake.variables.set(project.id, "production", { name: "COLOR", value: "blue", secret: false, use: "run" });
    const first = await fake.deploy(project);
    fake.variables.set(project.id, "production", { name: "COLOR", value: "red", secret: false, use: "run" });
    await fake.deploy(project);
    const release = fake.deployments.release(first);
    expect(release?.variables).toEqual({ COLOR: "blue" });
    const back = await fake.deployments.rollBack(first, "Ada");
    const ended = await fake.ended(back.id);
    expect(ended).toMatchObject({ state: { name: "live", release: release?.id }, revision: first.revision });
    expect(first.revision).not.toBeNull();
    expect(fake.runtime.done.filter((line) => line.startsWith("build"))).toHaveLength(2);
    expect(fake.world.deployments.stages(back.id).map(({ stage }) => stage)).toEqual([
      "start",
      "probe",
      "route",
      "retire",
    ]);
  });

  test("redeploying builds the kept snapshot, not the source of now", async () => {
    const first = await fake.deploy(fake.project("blog"));
    const again = await fake.deployments.redeploy(first, "Ada");
    expect(again.input).toMatchObject({ kind: "source", source: { kind: "snapshot", snapshot: { hash: "abc" } } });
  });

  test("only the newest releases are kept", async () => {
    const project = fake.project("blog");
    const first = await fake.deploy(project);
    await fake.deploy(project);
    await fake.deploy(project);
    expect(fake.runtime.done).toContain(`remove image-of-${nameOf(first)}`);
    expect(fake.deployments.release(first)).toBeNull();
  });
});

describe("refusals change nothing", () => {
  test("a full disk, and an engine that does not answer", async () => {
    const project = fake.project("blog");
    fake.freeBytes = 1e6;
    expect(fake.deployments.start(project, { startedBy: "Ada" })).rejects.toThrow("disk");
    fake.freeBytes = 1e12;
    fake.runtime.down = "Docker does not answer at /var/run/docker.sock.";
    expect(fake.deployments.start(project, { startedBy: "Ada" })).rejects.toThrow("does not answer");
    expect(fake.world.deployments.ofProject(project.id, 10)).toEqual([]);
  });
});

test("deleting a project removes what it owns and nothing else", async () => {
  const project = fake.project("blog");
  await fake.deploy(project);
  const other = await fake.deploy(fake.project("shop"));
  await fake.deployments.removeProject(project);
  expect([...fake.runtime.instances.keys()]).toEqual([`shop-${shortId(other.id)}-web`]);
  expect(fake.edge.hostnames()).toEqual([`shop-${shortId(other.id)}.localhost`, "shop.localhost"]);
  expect(() => fake.projects.get(project.id)).toThrow();
});

test("at a start what should run is started again, and what nothing refers to is ended", async () => {
  const live = await fake.deploy(fake.project("blog"));
  const [instance] = fake.runtime.instances.values();
  fake.runtime.instances.clear();
  fake.edge.routes.clear();
  const orphan = { ...(instance as NonNullable<typeof instance>), name: "orphan" };
  fake.runtime.instances.set("orphan", { ...orphan, labels: { ...orphan.labels, deployment: "gone" } });
  await reconcile(fake.world);
  await fake.until(() => !fake.runtime.instances.has("orphan"));
  expect([...fake.runtime.instances.keys()]).toEqual([`${nameOf(live)}-web`]);
  expect(fake.edge.hostnames().sort()).toEqual([`blog-${shortId(live.id)}.localhost`, "blog.localhost"]);
});
