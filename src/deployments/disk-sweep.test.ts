import { afterEach, beforeEach, expect, test } from "bun:test";
import { utimesSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { shortId } from "../lib/ids.ts";
import { HOUR_MS } from "../lib/time.ts";
import { sweepDisk } from "./disk-sweep.ts";

let fake: FakeWorld;
beforeEach(() => {
  fake = new FakeWorld();
});
afterEach(() => fake.close());

/** Something in the data folder, as old as that. */
async function leave(path: string, ageMs = 2 * HOUR_MS): Promise<void> {
  const whole = join(fake.folder, path);
  const isFile = path.endsWith(".log");
  await mkdir(isFile ? dirname(whole) : whole, { recursive: true });
  if (isFile) await writeFile(whole, "x");
  utimesSync(whole, (fake.now - ageMs) / 1000, (fake.now - ageMs) / 1000);
}
const found = async (folder: string) => (await readdir(join(fake.folder, folder))).sort();

test("folders that no row names go, those of releases and of what is under way stay", async () => {
  const build = fake.runtime.build.bind(fake.runtime);
  const folder = join(fake.folder, "sites", "kept");
  fake.runtime.build = async (request) => ({ ...(await build(request)), kind: "site", folder, bytes: 1 });
  await fake.deploy(fake.project("blog"));
  fake.runtime.build = build;
  fake.runtime.holdBuild = Promise.withResolvers();
  const { id } = await fake.deployments.start(fake.project("shop"), { startedBy: "Ada" });
  const underWay = `.shop-${shortId(id)}.tmp`;
  for (const path of ["sites/kept", "sites/orphan", `sites/${underWay}`, "processes/builds/orphan"]) await leave(path);
  for (const path of ["processes/cache/npm", "work/gone", `work/${id}`]) await leave(path);
  await sweepDisk(fake.world);
  expect(await found("sites")).toEqual([underWay, "kept"]);
  expect(await found("processes/builds")).toEqual([]);
  expect(await found("processes/cache")).toEqual(["npm"]);
  expect(await found("work")).toEqual([id]);
  fake.runtime.holdBuild.resolve();
  await fake.ended(id);
});

test("what is younger than an hour is left alone: it may be on its way in", async () => {
  await leave("sites/young", HOUR_MS / 2);
  await leave("logs/nobody.log", HOUR_MS / 2);
  await sweepDisk(fake.world);
  expect(await found("sites")).toEqual(["young"]);
  expect(await found("logs")).toEqual(["nobody.log"]);
});

test("the logs of a project's 200 newest deployments are kept, of older ones only the rows", async () => {
  const project = fake.project("blog");
  const { id: environment } = fake.projects.production(project);
  const input = { kind: "source", source: { kind: "example", name: "node" } } as const;
  const ids = Array.from({ length: 203 }, (_, index) => `deployment-${String(index).padStart(3, "0")}`);
  const more = { trigger: "deploy", input, startedBy: "Ada", createdAt: 1 } as const;
  for (const id of ids) {
    fake.world.deployments.add({ id, project: project.id, environment, ...more });
    fake.world.deployments.setState(id, { name: "cancelled" }, 1);
    await leave(`logs/${id}.log`);
  }
  fake.world.deployments.setState("deployment-000", { name: "live", release: "r" }, 1);
  await sweepDisk(fake.world);
  const logs = await found("logs");
  expect(logs).toHaveLength(201);
  expect(logs).not.toContain("deployment-001.log");
  expect(logs.slice(0, 2)).toEqual(["deployment-000.log", "deployment-003.log"]);
  expect(fake.world.deployments.ofProject(project.id, 300)).toHaveLength(203);
});
