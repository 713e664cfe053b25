import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { PlanEdits } from "../plans/plan.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
  fake.files = {
    Dockerfile: "FROM debian:12-slim\nEXPOSE 9000\n",
    "package.json": '{"scripts":{"start":"node server.js"}}',
  };
});
afterEach(() => fake.close());

async function deployed(slug: string, edits: PlanEdits) {
  const project = fake.project(slug, edits);
  const { id } = await fake.deploy(project);
  return { project, plan: fake.world.releases.ofDeployment(id)?.plan };
}

test("a project's own Dockerfile is what it is built with", async () => {
  const { plan } = await deployed("blog", {});
  expect(plan).toMatchObject({ dockerfile: "Dockerfile", port: 9000, start: null });
});

test("until a person leaves it out: then the plan is made from the code, and the scan that is kept is that one", async () => {
  const { project, plan } = await deployed("blog", { useDockerfile: false });
  expect(plan).toMatchObject({ dockerfile: null, start: "node server.js" });
  const [kept] = fake.world.deployments.lastScan(project.id)?.apps ?? [];
  expect(kept?.findings.map(({ id }) => id)).toContain("dockerfile-left-out");
});
