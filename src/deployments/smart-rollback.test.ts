import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { DAY_MS, HOUR_MS } from "../lib/time.ts";
import type { Project } from "../projects/project.ts";
import type { Deployment } from "./deployment.ts";
import type { ReleaseRun } from "./history-store.ts";
import { proposeRollback, recordsOf, rollbackWarnings } from "./smart-rollback.ts";

let fake: FakeWorld;
let project: Project;
beforeEach(() => {
  fake = new FakeWorld({ AUTOSTACK_KEPT_RELEASES: "10" });
  project = fake.project("blog");
});
afterEach(() => fake.close());

const propose = () => proposeRollback(fake.world, fake.projects.production(project));
/** Deploys, and lets it run for a while. */
async function liveFor(durationMs: number): Promise<Deployment> {
  const deployment = await fake.deploy(project);
  fake.now += durationMs;
  return deployment;
}
async function rollBack(to: Deployment): Promise<Deployment> {
  const { id } = await fake.deployments.rollBack(fake.world.deployments.get(to.id), "Ada");
  return fake.ended(id);
}
function setVariable(name: string, value: string): void {
  fake.variables.set(project.id, "production", { name, value, secret: false, use: "run" });
}
function happened(deployment: Deployment, kind: string): void {
  fake.db.run("insert into events values (?, ?, ?, ?, ?, 'It happened.', 1)", [
    ...[crypto.randomUUID(), project.id, deployment.environment, deployment.id, kind],
  ]);
}

describe("the proposed roll back", () => {
  test("is none where nothing else was live", async () => {
    expect(propose()).toBeNull();
    await fake.deploy(project);
    expect(propose()).toBeNull();
  });

  test("is the one before when it ran well, with what differs", async () => {
    const first = await liveFor(6 * DAY_MS);
    setVariable("COLOR", "blue");
    setVariable("SIZE", "2");
    await fake.deploy(project);
    expect(propose()).toMatchObject({
      deployment: { id: first.id },
      why: "#1 ran 6 days without a failure; it differs in 2 variables.",
      warnings: [],
    });
  });

  test("is rather an older one that ran long than one that hardly met a visitor", async () => {
    const proven = await liveFor(2 * DAY_MS);
    await liveFor(5 * 60_000);
    await fake.deploy(project);
    expect(propose()?.deployment.id).toBe(proven.id);
  });

  test("is not one that somebody went back from, or that crashed", async () => {
    const good = await liveFor(2 * HOUR_MS);
    const bad = await liveFor(3 * DAY_MS);
    await rollBack(good);
    fake.now += HOUR_MS;
    const crashed = await liveFor(3 * DAY_MS);
    happened(crashed, "crashed");
    happened(crashed, "woke");
    await fake.deploy(project);
    const proposal = propose();
    expect(proposal?.deployment.number).toBe(3);
    expect(proposal?.why).toStartWith("#3 ran 3 h without a failure");
    expect(fake.deployments.release(good)?.id).toBe(
      fake.deployments.release(proposal?.deployment as Deployment)?.id ?? "",
    );
    fake.world.releases.remove(fake.deployments.release(good)?.id ?? "");
    expect(propose()?.why).toStartWith("#4 ran 3 days with 1 failure;");
    fake.world.releases.remove(fake.deployments.release(crashed)?.id ?? "");
    expect(propose()).toMatchObject({ deployment: { id: bad.id } });
    expect(propose()?.why).toStartWith("#2 ran 3 days without a failure, until it was rolled back");
  });

  test("is never one whose release is gone", async () => {
    const first = await liveFor(DAY_MS);
    await fake.deploy(project);
    fake.world.releases.remove(fake.deployments.release(first)?.id ?? "");
    expect(propose()).toBeNull();
  });
});

test("a release's times live are added up", () => {
  const run: ReleaseRun = {
    ...{ deployment: "d", number: 3, release: "r1", since: 500, until: null, next: null, failures: 1 },
    measured: null,
  };
  const older: ReleaseRun = { ...run, number: 1, since: 0, until: 100, next: { number: 2, trigger: "rollback" } };
  expect(recordsOf([run, older], 600)).toEqual([{ run, ranMs: 200, failures: 2, wentBack: true }]);
});

describe("before a roll back it is said", () => {
  test("that later deployments ran release commands, failed ones too", async () => {
    const first = await fake.deploy(project);
    fake.projects.update({ ...project, edits: { hooks: { beforeSwitch: "npm run migrate" } } });
    await fake.deploy(project);
    fake.runtime.hookExitCode = 1;
    await fake.deploy(project);
    const release = fake.deployments.release(first);
    expect(release && rollbackWarnings(fake.world, release)).toEqual([
      "Since #1, #2 and #3 ran a release command (“npm run migrate”). A roll back does not undo what it changed, in a database for example.",
    ]);
  });

  test("nothing when none ran since, or when the deployment never got that far", async () => {
    fake.projects.update({ ...project, edits: { hooks: { beforeSwitch: "npm run migrate" } } });
    const first = await fake.deploy(project);
    fake.runtime.failBuild = "No.";
    await fake.deploy(project);
    const release = fake.deployments.release(first);
    expect(release && rollbackWarnings(fake.world, release)).toEqual([]);
  });
});
