import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { Project } from "../projects/project.ts";
import { trialOf } from "./trial.ts";

let fake: FakeWorld;
let project: Project;
beforeEach(() => {
  fake = new FakeWorld();
  project = fake.project("blog");
});
afterEach(() => fake.close());

const count = (requests: number, errors: number) => ({ requests, errors, open: 0 });
const releaseOf = (deployment: { id: string }) => fake.world.releases.ofDeployment(deployment.id)?.id ?? "";

/** A canary beside a release that had its visitors before. */
async function onTrial() {
  const first = await fake.deploy(project);
  const owner = fake.projects.production(project).id;
  fake.edge.counts.set(owner, { [releaseOf(first)]: count(900, 5) });
  const { id } = await fake.deployments.start(project, { startedBy: "Ada", canary: 10 });
  return { owner, first, trial: await fake.ended(id) };
}

test("a canary is judged by what came since it began, as is what is live", async () => {
  const { owner, first, trial } = await onTrial();
  const [old, fresh] = [releaseOf(first), releaseOf(trial)];
  expect(await trialOf(fake.world, trial)).toEqual([
    { release: fresh, requests: 0, errors: 0 },
    { release: old, requests: 0, errors: 0 },
  ]);
  fake.edge.counts.set(owner, { [old]: count(990, 5), [fresh]: count(10, 4) });
  expect(await trialOf(fake.world, trial)).toEqual([
    { release: fresh, requests: 10, errors: 4 },
    { release: old, requests: 90, errors: 0 },
  ]);
});

test("an edge that was started again counts from zero, and one that tells nothing leaves the rest to be seen", async () => {
  const { owner, first, trial } = await onTrial();
  fake.edge.counts.set(owner, { [releaseOf(first)]: count(7, 1) });
  expect((await trialOf(fake.world, trial))[1]).toEqual({ release: releaseOf(first), requests: 7, errors: 1 });
  fake.edge.traffic = () => Promise.reject(new Error("away"));
  expect(await trialOf(fake.world, trial)).toEqual([]);
});

test("what is no canary has no trial", async () => {
  const live = await fake.deploy(project);
  expect(await trialOf(fake.world, fake.world.deployments.get(live.id))).toEqual([]);
});
