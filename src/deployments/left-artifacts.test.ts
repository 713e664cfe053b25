import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { sweepDisk } from "./disk-sweep.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

/** An image that a build has made for a deployment. */
function leave(image: string, deployment: string): void {
  fake.runtime.images.set(image, { artifact: { kind: "image", image, bytes: 1 }, deployment });
}
const left = () => [...fake.runtime.images.keys()];

test("images that no release stands for go, those of releases and of what is under way stay", async () => {
  await fake.deploy(fake.project("blog"));
  const [released = ""] = left();
  fake.runtime.holdBuild = Promise.withResolvers();
  const { id } = await fake.deployments.start(fake.project("shop"), { startedBy: "Ada" });
  leave("half-way", id);
  leave("of-nobody", "a deployment that is gone");
  await sweepDisk(fake.world);
  expect(left()).toEqual([released, "half-way"]);
  fake.runtime.holdBuild.resolve();
  await fake.ended(id);
});

test("what fails or is cancelled before it has a release leaves no image", async () => {
  const project = fake.project("blog");
  await fake.deploy(project);
  const kept = left();
  fake.runtime.failBuild = "npm ci ended with 1";
  const { id, state } = await fake.deploy(project);
  expect(state.name).toBe("failed");
  fake.runtime.failBuild = null;
  fake.runtime.holdBuild = Promise.withResolvers();
  const held = await fake.deployments.start(project, { startedBy: "Ada" });
  const builds = () => fake.runtime.done.filter((what) => what.startsWith("build ")).length;
  await fake.until(() => builds() === 3);
  leave("of-the-failed", id);
  leave("of-the-cancelled", held.id);
  fake.deployments.cancel(held);
  expect((await fake.ended(held.id)).state.name).toBe("cancelled");
  await fake.until(() => left().join() === kept.join());
});
