import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { scaleTo } from "../deployments/scale.ts";
import { DEFAULT_SETTINGS } from "../projects/environment-settings.ts";
import type { Project } from "../projects/project.ts";
import { ReplicaWatch } from "./replica-watch.ts";

let fake: FakeWorld;
let project: Project;
let watch: ReplicaWatch;
beforeEach(async () => {
  fake = new FakeWorld();
  project = fake.project("blog");
  const { id } = fake.projects.production(project);
  fake.projects.setSettings(id, { ...DEFAULT_SETTINGS, replicas: { ...DEFAULT_SETTINGS.replicas, most: 2 } });
  await fake.deploy(project);
  await scaleTo(fake.world, id, 2);
  watch = new ReplicaWatch(fake.world);
});
afterEach(() => fake.close());

const look = async (times: number) => {
  for (let time = 0; time < times; time++) {
    await watch.look();
    fake.now += 5000;
  }
};
const said = () => fake.world.events.ofProject(project.id, 5).map(({ summary }) => summary.replace(/^\S+-web/, "web"));
/** The second one's address, which the fake engine has given to the first one too. */
const second = async () => {
  for (const [name, instance] of fake.runtime.instances) {
    if (name.endsWith("web-2")) fake.runtime.instances.set(name, { ...instance, address: "10.0.0.2" });
  }
  const { address, port } = (await fake.world.runtime.list()).find(({ name }) => name.endsWith("web-2")) ?? {};
  return `${address}:${port}`;
};

test("one that does not answer is told of once, and again when it answers for a while", async () => {
  await look(3);
  expect(said()).toEqual([]);
  fake.edge.ill = [await second()];
  await look(4);
  const ILL = "web-2 does not answer as it should: the others have its traffic until it does.";
  expect(said()).toEqual([ILL]);
  fake.edge.ill = [];
  await look(2);
  fake.edge.ill = [await second()];
  await look(4);
  expect(said()).toEqual([ILL]);
  fake.edge.ill = [];
  await look(5);
  expect(said()).toEqual(["web-2 answers again and has its share of traffic.", ILL]);
});

test("one look alone says nothing", async () => {
  fake.edge.ill = [await second()];
  await look(1);
  fake.edge.ill = [];
  await look(5);
  expect(said()).toEqual([]);
});
