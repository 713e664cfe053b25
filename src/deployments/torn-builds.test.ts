import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { shortId } from "../lib/ids.ts";
import type { Stage } from "./deployment.ts";
import { forgetTornBuilds } from "./torn-builds.ts";

let fake: FakeWorld;
let boot: string;
beforeEach(() => {
  fake = new FakeWorld();
  boot = "first";
  const { files } = fake.world.host;
  const isBoot = (path: string) => path.endsWith("/boot_id");
  fake.world.host.files = {
    ...files,
    exists: async (path) => isBoot(path) || files.exists(path),
    readText: async (path) => (isBoot(path) ? boot : files.readText(path)),
  };
});
afterEach(() => fake.close());

/** A deployment as it stands in the database while it is at the stage. */
function underWay(slug: string, stage: Stage, begunAt: number): string {
  const project = fake.project(slug);
  const environment = fake.projects.production(project).id;
  const { deployments } = fake.world;
  const { id } = deployments.add({
    ...{ id: `d-of-${slug}`, project: project.id, environment, startedBy: "Ada", createdAt: begunAt, canary: null },
    ...{ trigger: "deploy", input: { kind: "source", source: { kind: "example", name: "node" } } },
  });
  deployments.setState(id, { name: "running", stage }, begunAt);
  deployments.beginStage(id, stage, begunAt);
  return `${slug}-${shortId(id)}`;
}

const forgotten = () => fake.runtime.done.filter((line) => line.startsWith("forget"));

test("after a reboot nothing is used of the builds that it cut off, and of no other", async () => {
  const late = underWay("blog", "build", 2000);
  const early = underWay("shop", "build", 1000);
  underWay("wiki", "start", 10);
  await forgetTornBuilds(fake.world);
  expect(forgotten()).toEqual([`forget ${late},${early} since 1000`]);
});

test("a build whose result is recorded is kept", async () => {
  underWay("blog", "build", 2000);
  fake.world.deployments.endStage("d-of-blog", "build", "{}", 3000);
  await forgetTornBuilds(fake.world);
  expect(forgotten()).toEqual([]);
});

test("when only AutoStack itself has ended, the next one uses what is there", async () => {
  await forgetTornBuilds(fake.world);
  const name = underWay("blog", "build", 2000);
  await forgetTornBuilds(fake.world);
  expect(forgotten()).toEqual([]);
  boot = "second";
  await forgetTornBuilds(fake.world);
  expect(forgotten()).toEqual([`forget ${name} since 2000`]);
});

test("an engine that cannot be asked yet is asked at the next start", async () => {
  const name = underWay("blog", "build", 2000);
  const { forgetBuilds } = fake.runtime;
  fake.runtime.forgetBuilds = () => Promise.reject(new Error("Docker does not answer."));
  await expect(forgetTornBuilds(fake.world)).rejects.toThrow("Docker does not answer.");
  fake.runtime.forgetBuilds = forgetBuilds;
  await forgetTornBuilds(fake.world);
  expect(forgotten()).toEqual([`forget ${name} since 2000`]);
});
