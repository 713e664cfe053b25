import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { shortId } from "../lib/ids.ts";
import { DEFAULT_SETTINGS, type EnvironmentSettings } from "../projects/environment-settings.ts";
import type { Project } from "../projects/project.ts";
import { abortCanary, changeCanary, promoteCanary } from "./canary.ts";
import { reconcile } from "./reconcile.ts";

let fake: FakeWorld;
let project: Project;
beforeEach(() => {
  fake = new FakeWorld();
  project = fake.project("blog");
});
afterEach(() => fake.close());

const production = () => fake.projects.production(project);
const set = (settings: Partial<EnvironmentSettings>) =>
  fake.projects.setSettings(production().id, { ...DEFAULT_SETTINGS, ...settings });
const releaseOf = (deployment: { id: string }) => fake.world.releases.ofDeployment(deployment.id)?.id ?? "";
const nameOf = ({ id }: { id: string }) => `blog-${shortId(id)}-web`;

describe("traffic", () => {
  test("goes to both, then to the new one alone", async () => {
    const first = await fake.deploy(project);
    const second = await fake.deploy(project);
    const changes = fake.edge.changes.filter(({ owner }) => owner === production().id).map(({ releases }) => releases);
    expect(changes).toEqual([[releaseOf(first)], [releaseOf(first), releaseOf(second)], [releaseOf(second)]]);
  });

  test("reaches the new one before the edge has taken over its own name, which leads to it once it is live", async () => {
    const first = await fake.deploy(project);
    const apply = fake.edge.apply.bind(fake.edge);
    const taken = Promise.withResolvers<void>();
    fake.edge.apply = async (owner, routes) => {
      if (owner !== production().id && owner !== first.id && routes.length > 0) await taken.promise;
      await apply(owner, routes);
    };
    const { id } = await fake.deployments.start(project, { startedBy: "Ada" });
    await fake.until(() => fake.edge.changes.at(-1)?.releases.at(-1) === releaseOf({ id }));
    expect(fake.edge.routes.has(id)).toBe(false);
    expect(production().deployment).toBe(first.id);
    taken.resolve();
    expect((await fake.ended(id)).state.name).toBe("live");
    expect(fake.edge.hostnames()).toContain(`blog-${shortId(id)}.localhost`);
  });

  test("is measured while it moves, and the first release has nothing to measure", async () => {
    const first = await fake.deploy(project);
    expect(fake.world.deployments.get(first.id).measured).toBeNull();
    const second = await fake.deploy(project);
    const { measured } = fake.world.deployments.get(second.id);
    expect(measured).toMatchObject({ lost: 0, pausedMs: 0 });
    expect(measured?.requests).toBeGreaterThan(0);
    expect(await fake.logText(second.id)).toContain("requests lost");
  });

  test("goes to every replica, and a replica that does not answer stops the rollout", async () => {
    set({ replicas: { ...DEFAULT_SETTINGS.replicas, fewest: 3, most: 3 } });
    const first = await fake.deploy(project);
    expect([...fake.runtime.instances.keys()]).toEqual([nameOf(first), `${nameOf(first)}-2`, `${nameOf(first)}-3`]);
    const [route] = fake.edge.routes.get(production().id) ?? [];
    expect(route?.backends[0]?.targets).toHaveLength(3);
    fake.answer = { kind: "refused" };
    const second = await fake.deploy(project);
    expect(second.state.name).toBe("failed");
    expect(fake.runtime.instances.size).toBe(3);
  });
});

describe("a service that must be alone", () => {
  test("is stopped before the new one starts, while requests wait at the edge", async () => {
    set({ switch: "pause" });
    const first = await fake.deploy(project);
    const second = await fake.deploy(project);
    expect(fake.runtime.done.slice(3)).toEqual([`stop ${nameOf(first)}`, `start ${nameOf(second)}`]);
    const changes = fake.edge.changes.filter(({ owner }) => owner === production().id).map(({ releases }) => releases);
    expect(changes.slice(1)).toEqual([[], [releaseOf(second)]]);
    expect(fake.world.deployments.get(second.id).measured?.pausedMs).toBeGreaterThan(0);
    expect(await fake.logText(second.id)).toContain("requests wait");
  });

  test("comes back when the new one never answers", async () => {
    set({ switch: "pause" });
    const first = await fake.deploy(project);
    fake.answer = { kind: "refused" };
    const second = await fake.deploy(project);
    expect(second.state.name).toBe("failed");
    expect([...fake.runtime.instances.keys()]).toEqual([nameOf(first)]);
    expect(fake.edge.changes.at(-2)).toEqual({ owner: production().id, releases: [releaseOf(first)] });
  });
});

describe("a release whose errors jump", () => {
  test("gives way to the one before by itself, and says so", async () => {
    const first = await fake.deploy(project);
    const counted = (requests: number, errors: number) => ({ requests, errors, open: 0 });
    const before = { [releaseOf(first)]: counted(10_000, 3) };
    let looks = 0;
    fake.edge.traffic = async () =>
      looks++ === 0 ? before : { ...before, [production().release ?? ""]: counted(100, 60) };
    await fake.deploy(project);
    await fake.until(() => production().release === releaseOf(first));
    const [back] = fake.world.deployments.ofProject(project.id, 1);
    expect(back).toMatchObject({
      trigger: "rollback",
      startedBy: expect.stringContaining("60 % of 100 requests failed"),
    });
    const [event] = fake.world.events.ofProject(project.id, 5);
    expect(event?.summary).toContain("AutoStack goes back to #1");
  });
});

describe("a restart", () => {
  test("takes what is built, the variables of now, and the same way to traffic", async () => {
    const first = await fake.deploy(project);
    fake.variables.set(project.id, "production", { name: "COLOR", value: "red", secret: false, use: "run" });
    const { id } = await fake.deployments.restart(production(), "Ada");
    const restarted = await fake.ended(id);
    expect(restarted).toMatchObject({ trigger: "restart", state: { name: "live" }, revision: { name: "node" } });
    expect(fake.runtime.done.filter((line) => line.startsWith("build"))).toHaveLength(1);
    const release = fake.world.releases.ofDeployment(id);
    expect(release?.variables).toEqual({ COLOR: "red" });
    expect(release?.artifact).toEqual(
      fake.world.releases.ofDeployment(first.id)?.artifact as NonNullable<typeof release>["artifact"],
    );
    expect(fake.world.deployments.get(id).measured).toMatchObject({ lost: 0 });
  });

  test("of nothing is refused", async () => {
    expect(fake.deployments.restart(production(), "Ada")).rejects.toThrow("Nothing is live here");
  });
});

describe("a canary", () => {
  const weights = () =>
    fake.edge.routes.get(production().id)?.[0]?.backends.map(({ release, weight }) => [release, weight]);

  async function onTrial() {
    const first = await fake.deploy(project);
    const { id } = await fake.deployments.start(project, { startedBy: "Ada", canary: 10 });
    return { first, trial: await fake.ended(id) };
  }

  test("gets its share of visitors beside what is live", async () => {
    const { first, trial } = await onTrial();
    expect(trial.state).toMatchObject({ name: "canary", percent: 10 });
    expect(weights()).toEqual([
      [releaseOf(first), 90],
      [releaseOf(trial), 10],
    ]);
    expect(fake.state(first.id).name).toBe("live");
    await changeCanary(fake.world, trial, 50);
    expect(weights()?.map(([, weight]) => weight)).toEqual([50, 50]);
  });

  test("that is promoted goes live without being started again", async () => {
    const { first, trial } = await onTrial();
    promoteCanary(fake.world, trial);
    await fake.until(() => fake.state(trial.id).name === "live");
    expect(weights()).toEqual([[releaseOf(trial), 1]]);
    expect(fake.runtime.done.filter((line) => line === `start ${nameOf(trial)}`)).toHaveLength(1);
    await fake.until(() => !fake.runtime.instances.has(nameOf(first)));
  });

  test("that is aborted gives its visitors back and ends", async () => {
    const { first, trial } = await onTrial();
    await abortCanary(fake.world, trial);
    expect(weights()).toEqual([[releaseOf(first), 1]]);
    await fake.until(() => !fake.runtime.instances.has(nameOf(trial)));
    expect(fake.state(trial.id).name).toBe("cancelled");
  });

  test("keeps its share over a restart of AutoStack", async () => {
    const { first, trial } = await onTrial();
    fake.edge.routes.clear();
    await reconcile(fake.world);
    expect(weights()).toEqual([
      [releaseOf(first), 90],
      [releaseOf(trial), 10],
    ]);
  });

  test("gives way to a newer deployment", async () => {
    const { trial } = await onTrial();
    const newer = await fake.deploy(project);
    expect(fake.state(trial.id)).toEqual({ name: "superseded", by: newer.id });
  });

  test("needs something live beside it, and a share that is neither none nor all", async () => {
    const { id } = await fake.deployments.start(project, { startedBy: "Ada", canary: 10 });
    expect((await fake.ended(id)).state).toMatchObject({ name: "failed", problem: { code: "nothing_to_share_with" } });
    expect(fake.deployments.start(project, { startedBy: "Ada", canary: 100 })).rejects.toThrow("from 1 to 99");
  });
});

test("a switch that fails half-way leads everybody back before the candidate ends", async () => {
  const first = await fake.deploy(project);
  const apply = fake.edge.apply.bind(fake.edge);
  let isBroken = true;
  fake.edge.apply = async (owner, routes) => {
    const releases = routes.flatMap(({ backends }) => backends.map(({ release }) => release));
    const isLastStep = owner === production().id && releases.length === 1 && !releases.includes(releaseOf(first));
    if (isBroken && isLastStep) {
      isBroken = false;
      throw new Error("Traefik does not follow");
    }
    await apply(owner, routes);
  };
  const second = await fake.deploy(project);
  expect(second.state).toMatchObject({ name: "failed", stage: "route" });
  const [route] = fake.edge.routes.get(production().id) ?? [];
  expect(route?.backends.map(({ release }) => release)).toEqual([releaseOf(first)]);
  expect([...fake.runtime.instances.keys()]).toEqual([nameOf(first)]);
});

test("a deployment that no job will run any more ends with a reason at the next start", async () => {
  const first = await fake.deploy(project);
  fake.world.deployments.setState(first.id, { name: "running", stage: "build" }, fake.now);
  // No id that is made ends in a u.
  const lost = fake.world.deployments.add({ ...first, id: `${first.id.slice(0, -1)}u`, input: first.input });
  await reconcile(fake.world);
  expect(fake.state(lost.id)).toMatchObject({ name: "failed", problem: { code: "interrupted" } });
});
