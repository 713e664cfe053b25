import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { DAY_MS } from "#src/lib/time.ts";
import { FakeWorld } from "../support/fake-world.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

describe.each([
  ["forward", DAY_MS],
  ["back", -DAY_MS],
])("a clock that jumps a day %s", (_way, jumpMs) => {
  test("holds up no deployment, not even one that waited before", async () => {
    const project = fake.project("blog");
    await fake.deploy(project);
    const { environment, input } = fake.world.deployments.ofProject(project.id, 1)[0] ?? {};
    if (!environment || !input) throw new Error("there is a deployment");
    await fake.until(() => !fake.jobs.isPending("deployment", environment));
    const { id } = fake.world.deployments.add({
      ...{ id: "waiting", project: project.id, environment, startedBy: "Ada", createdAt: fake.now },
      ...{ trigger: "deploy", input, canary: null },
    });
    fake.jobs.add({ kind: "deployment", subject: environment, payload: id }, fake.now);
    fake.now += jumpMs;
    await fake.restart();
    expect((await fake.ended(id)).state.name).toBe("live");
    expect((await fake.deploy(project)).state.name).toBe("live");
  });

  test("ends what ran before all the same", async () => {
    const project = fake.project("blog");
    await fake.deploy(project);
    await fake.deploy(project);
    fake.now += jumpMs;
    await fake.until(() => fake.runtime.instances.size === 1);
  });
});
