import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { Project } from "../projects/project.ts";
import { reconcile } from "./reconcile.ts";
import { deepenSleep, putToSleep, wake } from "./sleep.ts";

let fake: FakeWorld;
let project: Project;
let name: string;
beforeEach(async () => {
  fake = new FakeWorld();
  project = fake.project("blog");
  await fake.deploy(project);
  name = [...fake.runtime.instances.keys()][0] ?? "";
});
afterEach(() => fake.close());

const production = () => fake.projects.production(project);
const isAsleep = () => fake.world.states.asleepSince(production().id) !== null;
const backends = () =>
  [production().id, production().deployment ?? ""].map((owner) => fake.edge.routes.get(owner)?.[0]?.backends.length);

test("asleep it is frozen, and requests wait at both of its names", async () => {
  expect(await putToSleep(fake.world, production().id, "pause")).toBe(true);
  expect([isAsleep(), backends(), fake.runtime.done.at(-1)]).toEqual([true, [0, 0], `pause ${name}`]);
});

test("one with an open connection does not sleep", async () => {
  fake.runtime.connected.set(name, 1);
  expect(await putToSleep(fake.world, production().id, "pause")).toBe(false);
  expect([isAsleep(), backends()]).toEqual([false, [1, 1]]);
});

describe("woken", () => {
  test("it is unfrozen and serves", async () => {
    await putToSleep(fake.world, production().id, "pause");
    expect(await wake(fake.world, production().id)).toBeGreaterThan(0);
    expect([isAsleep(), backends(), fake.runtime.done.at(-1)]).toEqual([false, [1, 1], `unpause ${name}`]);
  });

  test("it starts again when it was stopped", async () => {
    await putToSleep(fake.world, production().id, "pause");
    expect(await deepenSleep(fake.world, production().id)).toBe(true);
    expect([fake.runtime.instances.size, await deepenSleep(fake.world, production().id)]).toEqual([0, false]);
    await wake(fake.world, production().id);
    expect([[...fake.runtime.instances.keys()], backends()]).toEqual([[name], [1, 1]]);
  });

  test("twice it is woken once", async () => {
    await putToSleep(fake.world, production().id, "stop");
    const both = await Promise.all([wake(fake.world, production().id), wake(fake.world, production().id)]);
    expect(both.filter((tookMs) => tookMs !== null)).toHaveLength(1);
  });
});

test("a restart of AutoStack does not wake it", async () => {
  await putToSleep(fake.world, production().id, "stop");
  await reconcile(fake.world);
  expect([isAsleep(), fake.runtime.instances.size, backends()]).toEqual([true, 0, [0, 0]]);
});

test("a new release is awake, and never led beside the sleeping one", async () => {
  await putToSleep(fake.world, production().id, "pause");
  const from = fake.edge.changes.length;
  await fake.deploy(project);
  const changes = fake.edge.changes.slice(from).filter(({ owner }) => owner === production().id);
  expect([isAsleep(), changes.map(({ releases }) => releases.length)]).toEqual([false, [1]]);
});

test("settings that let it sleep no longer wake it; a gate comes before who sleeps on", async () => {
  const { settings, id } = production();
  fake.projects.setSettings(id, { ...settings, sleepAfterMs: 60_000, gate: { kind: "maintenance", message: "" } });
  await putToSleep(fake.world, id, "stop");
  await fake.deployments.applySettings(production());
  expect([isAsleep(), fake.edge.routes.get(id)?.[0]?.gate.kind]).toEqual([true, "maintenance"]);
  fake.projects.setSettings(id, { ...settings, sleepAfterMs: null });
  await fake.deployments.applySettings(production());
  expect([isAsleep(), backends()]).toEqual([false, [1, 1]]);
});
