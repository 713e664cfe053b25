import { afterEach, beforeEach, expect, spyOn, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { observe } from "./observe-job.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

test("watching ends quietly when the project is deleted meanwhile", async () => {
  const { id } = await fake.deploy(fake.project("blog"));
  const traffic = spyOn(fake.edge, "traffic").mockImplementation(async () => {
    fake.db.run("delete from projects");
    return {};
  });
  await observe(fake.world, fake.deployments, id, new AbortController().signal);
  expect(traffic).toHaveBeenCalledTimes(1);
});

test("errors that rise are told of, and where nothing was live before it stays", async () => {
  const { id, environment } = await fake.deploy(fake.project("blog"));
  const { release } = fake.world.projects.environment(environment);
  const counted = [100, 200].map((requests) => ({
    [release ?? ""]: { requests, errors: requests === 200 ? 90 : 0, open: 0 },
  }));
  spyOn(fake.edge, "traffic").mockImplementation(async () => counted.shift() ?? {});
  await observe(fake.world, fake.deployments, id, new AbortController().signal);
  const [event] = fake.world.events.ofProject(fake.world.deployments.get(id).project, 10);
  expect(event).toMatchObject({ kind: "errors_rose", deployment: id });
});
