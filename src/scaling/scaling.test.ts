import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { putToSleep } from "../deployments/sleep.ts";
import { MINUTE_MS } from "../lib/time.ts";
import { DEFAULT_SETTINGS, type EnvironmentSettings } from "../projects/environment-settings.ts";
import type { Project } from "../projects/project.ts";
import { Autoscaler } from "./autoscaler.ts";
import { Sleeper } from "./sleeper.ts";
import { Waker } from "./waker.ts";

let fake: FakeWorld;
let project: Project;
let used = 0.5;
let sleeper: Sleeper;
beforeEach(async () => {
  fake = new FakeWorld();
  project = fake.project("blog");
  await fake.deploy(project);
  used = 0.5;
  sleeper = new Sleeper(fake.world, async () => ({ memoryUsedBytes: used, memoryTotalBytes: 1 }));
});
afterEach(() => fake.close());

const production = (of = project) => fake.projects.production(of);
const set = (settings: Partial<EnvironmentSettings>, of = project) =>
  fake.projects.setSettings(production(of).id, { ...DEFAULT_SETTINGS, ...settings });
const isAsleep = (of = project) => fake.world.states.asleepSince(production(of).id) !== null;
const newest = (of = project) => fake.world.events.ofProject(of.id, 1)[0]?.summary;
const count = (requests: number) => {
  const traffic = { [production().release ?? ""]: { requests, errors: 0, open: null } };
  fake.edge.counts.set(production().id, traffic);
};

describe("replicas", () => {
  const look = async (autoscaler: Autoscaler, times: number) => {
    for (let time = 0; time < times; time++) {
      await autoscaler.look();
      fake.now += 5000;
    }
  };

  test("follow the load up and, slowly, down, and events say why", async () => {
    set({ replicas: { ...DEFAULT_SETTINGS.replicas, fewest: 1, most: 3 } });
    const autoscaler = new Autoscaler(fake.world);
    fake.runtime.used = { cpus: 0.84, memoryBytes: 1 };
    await look(autoscaler, 4);
    expect([fake.world.states.replicas(production()), newest()]).toEqual([2, "Scaled from 1 to 2: CPU at 84 %."]);
    fake.runtime.used = { cpus: 0.1, memoryBytes: 1 };
    await look(autoscaler, 8);
    expect(fake.world.states.replicas(production())).toBe(2);
    await look(autoscaler, 8);
    expect([fake.world.states.replicas(production()), newest()]).toEqual([1, "Scaled from 2 to 1: CPU at 10 %."]);
  });

  test("follow the memory that each uses, where it counts", async () => {
    set({ replicas: { ...DEFAULT_SETTINGS.replicas, fewest: 1, most: 3, memoryShare: 0.8 } });
    fake.runtime.used = { cpus: 0.1, memoryBytes: 0.9 * fake.world.config.limits.memoryBytes };
    await look(new Autoscaler(fake.world), 4);
    expect([fake.world.states.replicas(production()), newest()]).toEqual([2, "Scaled from 1 to 2: memory at 90 %."]);
  });

  test("follow the requests that each gets, where they count, and begin anew with the edge's counters", async () => {
    set({ replicas: { ...DEFAULT_SETTINGS.replicas, fewest: 1, most: 8, requestRate: 20 } });
    fake.runtime.used = { cpus: 0.1, memoryBytes: 1 };
    const autoscaler = new Autoscaler(fake.world);
    let requests = 0;
    const looks = async (times: number, rate: number) => {
      for (let time = 0; time < times; time++) {
        requests += rate * 5;
        count(requests);
        await look(autoscaler, 1);
      }
    };
    await looks(4, 60);
    const words = "Scaled from 1 to 2: 60 requests a second for each.";
    expect([fake.world.states.replicas(production()), newest()]).toEqual([2, words]);
    requests = 0;
    await looks(5, 60);
    expect([fake.world.states.replicas(production()), newest()]).toEqual([
      3,
      "Scaled from 2 to 3: 30 requests a second for each.",
    ]);
    await looks(13, 60);
    expect(fake.world.states.replicas(production())).toBe(3);
    await looks(16, 10);
    expect(fake.world.states.replicas(production())).toBe(2);
  });

  test("stay as they are where the settings give no room", async () => {
    fake.runtime.used = { cpus: 1, memoryBytes: 1 };
    await look(new Autoscaler(fake.world), 6);
    expect(fake.runtime.instances.size).toBe(1);
  });
});

describe("sleep", () => {
  test("comes after the time without a request, and a request begins it anew", async () => {
    set({ sleepAfterMs: 10 * MINUTE_MS });
    await sleeper.look();
    fake.now += 9 * MINUTE_MS;
    count(1);
    await sleeper.look();
    fake.now += 9 * MINUTE_MS;
    await sleeper.look();
    expect(isAsleep()).toBe(false);
    fake.now += 2 * MINUTE_MS;
    await sleeper.look();
    expect([isAsleep(), newest()]).toEqual([true, "Fell asleep after 11m 0s without a request."]);
    expect(fake.runtime.instances.size).toBe(1);
  });

  test("gives its memory back after an hour", async () => {
    await putToSleep(fake.world, production().id, "pause");
    fake.now += 61 * MINUTE_MS;
    await sleeper.look();
    expect(fake.runtime.instances.size).toBe(0);
  });

  test("comes to nobody who did not ask for it, even when memory runs out", async () => {
    used = 0.95;
    await sleeper.look();
    fake.now += 60 * MINUTE_MS;
    await sleeper.look();
    expect(isAsleep()).toBe(false);
  });

  test("comes sooner when memory runs out, and then frees it", async () => {
    set({ sleepAfterMs: 60 * MINUTE_MS });
    await sleeper.look();
    fake.now += MINUTE_MS;
    await sleeper.look();
    expect(isAsleep()).toBe(false);
    used = 0.95;
    await sleeper.look();
    expect([isAsleep(), fake.runtime.instances.size]).toEqual([true, 0]);
    expect(newest()).toBe("Fell asleep because memory ran out: 5 % were free.");
  });
});

describe("who waits", () => {
  test("wakes what they wait for, by either of its names", async () => {
    const waker = new Waker(fake.world, () => {});
    waker.begin();
    for (const owner of [production().id, production().deployment ?? ""]) {
      await putToSleep(fake.world, production().id, "pause");
      waker.onWaiting(owner);
      await fake.until(() => !isAsleep());
    }
    await fake.until(() => newest()?.startsWith("Woke within") ?? false);
  });

  test("before AutoStack is ready wakes it once it is", async () => {
    const waker = new Waker(fake.world, () => {});
    await putToSleep(fake.world, production().id, "pause");
    waker.onWaiting(production().id);
    await Promise.resolve();
    expect(isAsleep()).toBe(true);
    waker.begin();
    await fake.until(() => !isAsleep());
  });
});
