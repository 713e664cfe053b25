import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

/** An engine that does not go on with a build until `goOn` is called. */
function hesitatingEngine() {
  const told = Promise.withResolvers<void>();
  const further = Promise.withResolvers<void>();
  const build = fake.runtime.build.bind(fake.runtime);
  fake.runtime.holdBuild = Promise.withResolvers();
  fake.runtime.build = async (request) => {
    request.onWait?.("Docker has not begun this build for a minute.");
    told.resolve();
    await further.promise;
    request.onWait?.(null);
    request.signal.throwIfAborted();
    return build(request);
  };
  return { told: told.promise, goOn: further.resolve, end: () => fake.runtime.holdBuild?.resolve() };
}

test("what an engine hesitates for stands on the deployment's page and in its log, until it goes on", async () => {
  const engine = hesitatingEngine();
  const { id } = await fake.deployments.start(fake.project("blog"), { startedBy: "Ada" });
  await engine.told;
  const waitsFor = "Docker has not begun this build for a minute.";
  expect(fake.state(id)).toEqual({ name: "running", stage: "build", waitsFor });
  engine.goOn();
  await fake.until(() => fake.runtime.done.length === 1);
  expect(fake.state(id)).toEqual({ name: "running", stage: "build" });
  engine.end();
  expect((await fake.ended(id)).state.name).toBe("live");
  expect(await fake.logText(id)).toContain(waitsFor);
});

test("one that is cancelled meanwhile stays cancelled, whatever the engine says", async () => {
  const engine = hesitatingEngine();
  const { id } = await fake.deployments.start(fake.project("blog"), { startedBy: "Ada" });
  await engine.told;
  fake.deployments.cancel(fake.world.deployments.get(id));
  engine.goOn();
  expect((await fake.ended(id)).state.name).toBe("cancelled");
});
