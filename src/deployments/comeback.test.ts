import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { Comeback } from "./comeback.ts";

const SILENT = "Docker does not answer at /run/docker.sock.";
let fake: FakeWorld;
let comeback: Comeback;
let begun: string[];
let said: ReturnType<typeof spyOn<typeof console, "error">>;

beforeEach(() => {
  fake = new FakeWorld();
  begun = [];
  comeback = new Comeback(fake.world, () => begun.push("jobs"));
  said = spyOn(console, "error").mockImplementation(() => {});
});

afterEach(async () => {
  said.mockRestore();
  await comeback.stop();
  await fake.close();
});

/** Something is live, and the machine was restarted. */
async function loseAll() {
  const deployment = await fake.deploy(fake.project("blog"));
  const [name] = [...fake.runtime.instances.keys()];
  fake.runtime.instances.clear();
  fake.runtime.done.length = 0;
  return { deployment, starts: [`start ${name}`] };
}

test("with an engine that answers all is back when the start ends", async () => {
  const { starts } = await loseAll();
  let isDone = false;
  await comeback.start(() => {
    isDone = true;
  });
  expect({ isDone, waitsFor: comeback.waitsFor, done: fake.runtime.done }).toEqual({
    ...{ isDone: true, waitsFor: null, done: starts },
  });
});

test("a start does not wait for an engine, touches nothing without it, and brings all back when it comes", async () => {
  const { deployment, starts } = await loseAll();
  fake.runtime.down = SILENT;
  let isDone = false;
  await comeback.start(() => {
    isDone = true;
  });
  expect({ isDone, begun, waitsFor: comeback.waitsFor, done: fake.runtime.done }).toEqual({
    ...{ isDone: false, begun: [], waitsFor: SILENT, done: [] },
  });
  expect(fake.state(deployment.id).name).toBe("live");
  fake.runtime.down = null;
  await fake.until(() => isDone);
  expect({ waitsFor: comeback.waitsFor, done: fake.runtime.done }).toEqual({ waitsFor: null, done: starts });
});

test("an engine that goes away in the middle is waited for, and all is tried again", async () => {
  const { starts } = await loseAll();
  const { start } = fake.runtime;
  fake.runtime.start = async () => {
    fake.runtime.down = SILENT;
    throw new Error("socket closed");
  };
  let isDone = false;
  await comeback.start(() => {
    isDone = true;
  });
  expect({ isDone, begun, waitsFor: comeback.waitsFor }).toEqual({ isDone: false, begun: ["jobs"], waitsFor: SILENT });
  fake.runtime.start = start;
  fake.runtime.down = null;
  await fake.until(() => isDone);
  expect({ begun, done: fake.runtime.done }).toEqual({ begun: ["jobs"], done: starts });
});

test("deployments go on while what is live is still brought back", async () => {
  await loseAll();
  const { start } = fake.runtime;
  const slow = Promise.withResolvers<void>();
  fake.runtime.start = async (request) => {
    await slow.promise;
    return start.call(fake.runtime, request);
  };
  const back = comeback.start(() => {});
  await fake.until(() => begun.length === 1);
  expect(fake.runtime.instances.size).toBe(0);
  slow.resolve();
  await back;
  expect(fake.runtime.instances.size).toBe(1);
});

test("one project that cannot be brought back does not keep the others waiting", async () => {
  await loseAll();
  fake.runtime.start = async () => {
    throw new Error("its image is gone");
  };
  let isDone = false;
  await comeback.start(() => {
    isDone = true;
  });
  expect(isDone).toBe(true);
});

test("whoever stops while it waits ends the waiting", async () => {
  fake.runtime.down = SILENT;
  let isDone = false;
  await comeback.start(() => {
    isDone = true;
  });
  await comeback.stop();
  fake.runtime.down = null;
  expect(isDone).toBe(false);
});
