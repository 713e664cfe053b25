import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { Project } from "../projects/project.ts";
import type { Instance } from "../runtimes/runtime.ts";
import { CrashWatch } from "./crash-watch.ts";

let fake: FakeWorld;
let project: Project;
let watch: CrashWatch;
let web: Instance;

beforeEach(async () => {
  fake = new FakeWorld();
  project = fake.project("blog");
  await fake.deploy(project);
  [web] = [...fake.runtime.instances.values()] as [Instance];
  watch = new CrashWatch(fake.world);
  watch.start();
});
afterEach(async () => {
  await watch.stop();
  await fake.close();
});

const events = () => fake.world.events.ofProject(project.id, 10);
const die = (exitCode: number, outOfMemory = false) =>
  fake.runtime.happened.tell({
    at: ++fake.now,
    name: web.name,
    labels: web.labels,
    kind: { name: "died", exitCode, outOfMemory },
  });

test("a crash of a live service is written down with its exit code", async () => {
  die(3);
  await fake.until(() => events().length === 1);
  expect(events()[0]).toMatchObject({ kind: "crashed", deployment: web.labels.deployment });
  expect(events()[0]?.summary).toContain("exit code 3");
});

test("a service that ran out of memory says so, with its limit", async () => {
  die(137, true);
  await fake.until(() => events().length === 1);
  expect(events()[0]).toMatchObject({ kind: "out_of_memory", summary: expect.stringContaining("512 MB") });
});

test("the third crash in a row is a loop, which is said once", async () => {
  for (let count = 0; count < 6; count++) die(1);
  await fake.until(() => events().some(({ kind }) => kind === "crash_loop"));
  expect(
    events()
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(["crash_loop", "crashed", "crashed"]);
});

test("a service that was told to end is no crash", async () => {
  fake.runtime.instances.delete(web.name);
  die(143);
  const other = await fake.deploy(fake.project("shop"));
  web = { ...web, name: `shop-${other.id}`, labels: { ...web.labels, deployment: other.id } };
  fake.runtime.instances.set(web.name, web);
  die(9);
  await fake.until(() => fake.world.events.ofProject(other.project, 10).length === 1);
  expect(events()).toEqual([]);
});
