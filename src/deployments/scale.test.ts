import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { DEFAULT_SETTINGS, type EnvironmentSettings } from "../projects/environment-settings.ts";
import type { Project } from "../projects/project.ts";
import { reconcile } from "./reconcile.ts";
import { scaleTo } from "./scale.ts";

let fake: FakeWorld;
let project: Project;
beforeEach(async () => {
  fake = new FakeWorld();
  project = fake.project("blog");
  set({ replicas: { ...DEFAULT_SETTINGS.replicas, fewest: 1, most: 4 } });
  await fake.deploy(project);
});
afterEach(() => fake.close());

const production = () => fake.projects.production(project);
const set = (settings: Partial<EnvironmentSettings>) =>
  fake.projects.setSettings(production().id, { ...DEFAULT_SETTINGS, ...settings });
const targets = () => fake.edge.routes.get(production().id)?.[0]?.backends[0]?.targets.length;
const names = () => [...fake.runtime.instances.keys()].map((name) => name.replace(/^blog-[a-z0-9]+-/, ""));
const refusal = (work: Promise<unknown>) => work.then(() => "", String);
const scale = (count: number) => scaleTo(fake.world, production().id, count);

describe("more replicas", () => {
  test("start, answer and get traffic", async () => {
    expect(await scale(3)).toEqual({ from: 1, to: 3 });
    expect([names(), targets()]).toEqual([["web", "web-2", "web-3"], 3]);
  });

  test("that do not answer end, and what served serves on", async () => {
    fake.answer = { kind: "refused" };
    expect(await refusal(scale(2))).toContain("never answered");
    expect([names(), targets(), fake.world.states.replicas(production())]).toEqual([["web"], 1, 1]);
  });

  test("are never more than the settings allow, and come back after a restart", async () => {
    expect(await scale(9)).toEqual({ from: 1, to: 4 });
    fake.runtime.instances.clear();
    await reconcile(fake.world);
    expect([names().length, targets()]).toEqual([4, 4]);
  });

  test("are there for the next release as well", async () => {
    await scale(2);
    await fake.deploy(project);
    expect(targets()).toBe(2);
  });
});

describe("fewer replicas", () => {
  test("lose their traffic first, and end when their connections have", async () => {
    await scale(3);
    const third = [...fake.runtime.instances.keys()][2] ?? "";
    fake.runtime.connected.set(third, 1);
    await scale(1);
    await fake.until(() => names().length === 2);
    expect([names(), targets()]).toEqual([["web", "web-3"], 1]);
    fake.runtime.connected.delete(third);
    await fake.until(() => names().length === 1);
  });

  test("that are wanted again meanwhile have all their time anew when they go the next time", async () => {
    await scale(2);
    const second = [...fake.runtime.instances.keys()][1] ?? "";
    fake.runtime.connected.set(second, 1);
    await scale(1);
    await scale(2);
    await fake.until(() => !fake.jobs.isPending("drop-replica", `drop:${second}`));
    expect(names()).toEqual(["web", "web-2"]);
  });

  test("stay when those that are kept do not answer", async () => {
    await scale(2);
    fake.answer = { kind: "refused" };
    expect(await refusal(scale(1))).toContain("does not answer");
    expect([names().length, targets()]).toEqual([2, 2]);
  });

  test("one that is wanted again before it has ended stays", async () => {
    await scale(2);
    const second = [...fake.runtime.instances.keys()][1] ?? "";
    fake.runtime.connected.set(second, 1);
    await scale(1);
    await scale(2);
    fake.runtime.connected.delete(second);
    await fake.until(() => !fake.jobs.isPending("drop-replica", `drop:${second}`));
    expect([names(), targets()]).toEqual([["web", "web-2"], 2]);
  });
});

describe("settings", () => {
  test("of the gate count at once, by the deployment's own name too", async () => {
    const users = [{ name: "mira", hash: "$2b$10$abcdefghijklmnopqrstuuIeQyqGfXv8zKGqO9vTzN6c1Zb6Y3y2O" }];
    set({ gate: { kind: "password", users } });
    await fake.deployments.applySettings(production());
    const gates = [production().id, production().deployment ?? ""].map(
      (owner) => fake.edge.routes.get(owner)?.[0]?.gate,
    );
    expect(gates.map((gate) => gate?.kind)).toEqual(["password", "password"]);
  });

  test("of the replicas count soon, and an event says so", async () => {
    set({ replicas: { ...DEFAULT_SETTINGS.replicas, fewest: 2, most: 2 } });
    await fake.deployments.applySettings(production());
    await fake.until(() => targets() === 2);
    await fake.until(() => fake.world.events.ofProject(project.id, 1).length === 1);
    expect(fake.world.events.ofProject(project.id, 1)[0]?.summary).toBe("Scaled from 1 to 2, as the settings say.");
  });
});
