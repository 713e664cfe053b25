import { afterEach, beforeEach, expect, test } from "bun:test";
import { eventually } from "../../test/support/eventually.ts";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { SECOND_MS } from "../lib/time.ts";
import { diskShortage } from "./disk-gate.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

const GIGA = 1e9;
/** Below the floor, but enough to write down that somebody waits. */
const SCARCE = 0.5 * GIGA;

async function waiting(slug = "blog") {
  const project = fake.project(slug);
  const first = await fake.deploy(project);
  fake.freeBytes = SCARCE;
  const { id } = await fake.deployments.start(project, { startedBy: "Ada" });
  await eventually("the wait", () => "waitsFor" in fake.state(id));
  return { project, first, id };
}

test("a deployment that finds too little room waits and says why, and goes live by itself once there is room", async () => {
  const { first, id } = await waiting();
  expect(fake.state(id)).toEqual({
    name: "queued",
    waitsFor: "The disk has too little room: 500 MB are free, and deployments need 1.0 GB (AUTOSTACK_FREE_DISK).",
  });
  expect(fake.state(first.id).name).toBe("live");
  fake.freeBytes = 2 * GIGA;
  fake.pass(10 * SECOND_MS);
  expect((await fake.ended(id)).state.name).toBe("live");
  expect(fake.state(first.id).name).toBe("retired");
});

test("one that waits can be cancelled, and is replaced by a newer one", async () => {
  const { project, id } = await waiting();
  const newer = await fake.deployments.start(project, { startedBy: "Ada" });
  expect(fake.state(id)).toEqual({ name: "superseded", by: newer.id });
  await eventually("the wait", () => "waitsFor" in fake.state(newer.id));
  fake.deployments.cancel(fake.world.deployments.get(newer.id));
  fake.freeBytes = 2 * GIGA;
  fake.pass(10 * SECOND_MS);
  expect(fake.state(newer.id).name).toBe("cancelled");
});

test("those that wait are still there after a restart, however long it takes", async () => {
  const { id } = await waiting();
  for (let round = 0; round < 8; round++) {
    fake.pass(10 * SECOND_MS);
    await fake.restart();
  }
  fake.freeBytes = 2 * GIGA;
  fake.pass(10 * SECOND_MS);
  expect((await fake.ended(id)).state.name).toBe("live");
});

test("a roll back does not wait: it may be what helps", async () => {
  const project = fake.project("blog");
  const first = await fake.deploy(project);
  await fake.deploy(project);
  fake.freeBytes = SCARCE;
  const back = await fake.deployments.rollBack(fake.world.deployments.get(first.id), "Ada");
  expect((await fake.ended(back.id)).state.name).toBe("live");
});

test("a disk that is all but full refuses before anything is written", async () => {
  const project = fake.project("blog");
  fake.freeBytes = 0.05 * GIGA;
  const refused = await fake.deployments.start(project, { startedBy: "Ada" }).catch((error) => error);
  expect(refused).toMatchObject({
    code: "disk_full",
    status: 507,
    summary: expect.stringContaining("50.0 MB are free"),
  });
  expect(fake.world.deployments.ofProject(project.id, 10)).toEqual([]);
});

test("inodes count as well, where a file system has a number of them", () => {
  const space = { freeBytes: 50 * GIGA, totalBytes: 100 * GIGA, freeInodes: 40_000, totalInodes: 1_000_000 };
  expect(diskShortage(space, GIGA)).toBe(
    "The disk has too little room: 4.0 % of its inodes are free, and deployments need 5 %.",
  );
  expect(diskShortage({ ...space, freeInodes: 60_000 }, GIGA)).toBeNull();
  expect(diskShortage({ ...space, freeInodes: 0, totalInodes: 0 }, GIGA)).toBeNull();
});
