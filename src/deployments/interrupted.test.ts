import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FakeWorld } from "../../test/support/fake-world.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

/** As a process leaves it that was killed in the middle of a deployment. */
async function underWay(attempts: number) {
  const project = fake.project("blog");
  const before = await fake.deploy(project);
  await fake.until(() => !fake.jobs.isPending("deployment", before.environment));
  const { id } = fake.world.deployments.add({
    ...{ id: "killed", project: project.id, environment: before.environment, startedBy: "Ada", createdAt: fake.now },
    ...{ trigger: "deploy", input: before.input, canary: null },
  });
  fake.world.deployments.setState(id, { name: "running", stage: "build" }, fake.now);
  fake.jobs.add({ kind: "deployment", subject: before.environment, payload: id }, fake.now);
  for (let attempt = 0; attempt < attempts; attempt++) {
    fake.jobs.claim("deployment", fake.now, fake.now);
    fake.jobs.release(Number.MAX_SAFE_INTEGER);
  }
  return { id, before };
}

test("a deployment in whose middle AutoStack ended is taken up again", async () => {
  const { id } = await underWay(1);
  await fake.restart();
  expect((await fake.ended(id)).state.name).toBe("live");
});

test("one that AutoStack did not survive five times fails with that reason, and what ran before runs on", async () => {
  const { id, before } = await underWay(5);
  await fake.restart();
  expect((await fake.ended(id)).state).toMatchObject({ name: "failed", problem: { code: "interrupted" } });
  expect(fake.state(before.id).name).toBe("live");
});

test("one that was cancelled just before AutoStack ended stays cancelled", async () => {
  const { id, before } = await underWay(1);
  fake.deployments.cancel(fake.world.deployments.get(id));
  expect(fake.state(id)).toEqual({ name: "running", stage: "build", cancelled: true });
  await fake.restart();
  expect((await fake.ended(id)).state.name).toBe("cancelled");
  expect(fake.state(before.id).name).toBe("live");
});

test("files that a power cut left empty are not built: an attempt begins with what was kept of the source", async () => {
  const { id } = await underWay(1);
  const folder = join(fake.folder, "work", id);
  const snapshot = { hash: "abc", bytes: 10, files: 2 };
  fake.world.deployments.beginStage(id, "source", fake.now);
  fake.world.deployments.endStage(id, "source", JSON.stringify({ folder, revision: null, snapshot }), fake.now);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "server.js"), "");
  const opened: unknown[] = [];
  fake.world.snapshots.open = async (wanted, into) => {
    opened.push({ wanted, into, isEmpty: !existsSync(into) });
  };
  await fake.restart();
  expect((await fake.ended(id)).state.name).toBe("live");
  expect(opened[0]).toEqual({ wanted: snapshot, into: folder, isEmpty: true });
});
