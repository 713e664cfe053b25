import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { Project } from "../projects/project.ts";
import type { Artifact } from "../runtimes/runtime.ts";
import type { Deployment } from "./deployment.ts";
import { removeOldReleases } from "./retention.ts";

let fake: FakeWorld;
let project: Project;
/** Two releases of an environment are kept. */
beforeEach(() => {
  fake = new FakeWorld({ AUTOSTACK_KEPT_RELEASES: "2" });
  project = fake.project("blog");
});
afterEach(() => fake.close());

const releaseOf = (deployment: Deployment) => fake.deployments.release(deployment);
const removed = () => fake.runtime.done.filter((line) => line.startsWith("remove "));
const sweep = () => removeOldReleases(fake.world, fake.projects.production(project).id);
async function deployTimes(count: number): Promise<Deployment[]> {
  const made: Deployment[] = [];
  while (made.length < count) made.push(await fake.deploy(project));
  return made;
}

test("what is live stays, however old it is, and what was rolled back to is live", async () => {
  const [first] = await deployTimes(2);
  if (!first) throw new Error("there is a first one");
  const back = await fake.deployments.rollBack(fake.world.deployments.get(first.id), "Ada");
  await fake.ended(back.id);
  fake.runtime.failBuild = "No.";
  for (let count = 0; count < 3; count++) await fake.deploy(project);
  await sweep();
  expect(releaseOf(first)).not.toBeNull();
  expect(removed()).toEqual([]);
});

test("what an environment's settings name, and what a waiting roll back needs, stays too", async () => {
  await fake.close();
  fake = new FakeWorld({ AUTOSTACK_KEPT_RELEASES: "3" });
  project = fake.project("blog");
  const [canary, wanted] = await deployTimes(2);
  if (!canary || !wanted) throw new Error("there are two");
  const [third] = await deployTimes(1);
  fake.db.run("update environments set settings = ?", [JSON.stringify({ canary: { release: releaseOf(canary)?.id } })]);
  const input = { kind: "release", release: releaseOf(wanted)?.id ?? "" } as const;
  const place = { project: project.id, environment: wanted.environment };
  fake.world.deployments.add({ id: "waiting", ...place, trigger: "rollback", input, startedBy: "Ada", createdAt: 1 });
  const limits = { ...fake.world.config.limits, keptReleases: 0 };
  await removeOldReleases({ ...fake.world, config: { ...fake.world.config, limits } }, wanted.environment);
  expect(releaseOf(canary)).not.toBeNull();
  expect(releaseOf(wanted)).not.toBeNull();
  expect(third && releaseOf(third)).not.toBeNull();
  expect(removed()).toEqual([]);
});

test("what still drains stays until it has ended", async () => {
  const [first] = await deployTimes(1);
  if (!first) throw new Error("there is one");
  const [instance] = fake.runtime.instances.values();
  const drains = { ...(instance as NonNullable<typeof instance>), name: "drains" };
  fake.runtime.instances.set("drains", drains);
  // Its own retirement would end it as well: here it is held back.
  fake.runtime.stop = async () => {};
  await deployTimes(3);
  expect(releaseOf(first)).not.toBeNull();
  fake.runtime.instances.clear();
  await sweep();
  expect(releaseOf(first)).toBeNull();
});

test("an artifact that releases share goes with the last of them", async () => {
  const same: Artifact = { kind: "image", image: "sha256:same", bytes: 1 };
  const build = fake.runtime.build.bind(fake.runtime);
  fake.runtime.build = async (request) => ({ ...(await build(request)), ...same });
  const [first] = await deployTimes(3);
  expect(first && releaseOf(first)).toBeNull();
  expect(removed()).toEqual([]);
  fake.runtime.build = build;
  await deployTimes(2);
  expect(removed()).toEqual(["remove sha256:same"]);
});
