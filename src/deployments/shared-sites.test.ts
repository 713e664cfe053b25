import { afterEach, beforeEach, expect, test } from "bun:test";
import { utimesSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { FakeWorld } from "../../test/support/fake-world.ts";
import { realFiles } from "../host/files.ts";
import { HOUR_MS } from "../lib/time.ts";
import type { Project } from "../projects/project.ts";
import type { BuildRequest } from "../runtimes/runtime.ts";
import { SiteFolders } from "../runtimes/site-folders.ts";
import type { Deployment } from "./deployment.ts";
import { sweepDisk } from "./disk-sweep.ts";
import { removeHalfWritten } from "./half-written.ts";

let fake: FakeWorld;
let sites: SiteFolders;
let page: string;
let published = 0;
/** What a build waits for once its site is published, and before anybody records it. */
let recording: PromiseWithResolvers<void> | null;
beforeEach(async () => {
  fake = new FakeWorld({ AUTOSTACK_KEPT_RELEASES: "2" });
  [page, recording] = ["hello", null];
  const folder = join(fake.folder, "sites");
  await mkdir(folder);
  sites = new SiteFolders(realFiles, folder);
  fake.runtime.build = async (request) => {
    const site = await publish(request);
    published++;
    await recording?.promise;
    return site;
  };
  fake.runtime.removeArtifact = async (artifact) => {
    if (artifact.kind === "site") await sites.remove(artifact.folder);
  };
});
afterEach(() => fake.close());

const publish = (request: Pick<BuildRequest, "name" | "plan" | "claim">) =>
  sites.publish(request, async (into) => void (await Bun.write(join(into, "index.html"), page)));
const folders = () => readdir(join(fake.folder, "sites"));
function folderOf(deployment: Deployment): string {
  const artifact = fake.deployments.release(deployment)?.artifact;
  if (artifact?.kind !== "site") throw new Error("it has no site");
  return basename(artifact.folder);
}

/** A deployment whose site is published and not recorded yet. */
async function heldAtTheRecord(project: Project): Promise<Deployment> {
  recording = Promise.withResolvers();
  const before = published;
  const deployment = await fake.deployments.start(project, { startedBy: "Ada" });
  await fake.until(() => published > before);
  return deployment;
}

test("deployments of the same files share one folder, and the log says whose files they are", async () => {
  const project = fake.project("blog");
  const first = await fake.deploy(project);
  const second = await fake.deploy(project);
  expect(await folders()).toEqual([folderOf(first)]);
  expect(folderOf(second)).toBe(folderOf(first));
  expect(await fake.logText(first.id)).not.toContain("kept once");
  const { id } = fake.deployments.release(first) ?? { id: "" };
  expect(await fake.logText(second.id)).toMatch(/These are the files of release \w+: they are kept once\./);
  expect(id).not.toBe(fake.deployments.release(second)?.id ?? "");
});

test("a folder stays while a kept release uses it, and goes with the last one", async () => {
  const project = fake.project("blog");
  const [first] = [await fake.deploy(project), await fake.deploy(project)];
  const shared = folderOf(first);
  page = "other";
  await fake.deploy(project);
  expect(fake.deployments.release(first)).toBeNull();
  expect(await folders()).toContain(shared);
  page = "and another";
  await fake.deploy(project);
  expect(await folders()).not.toContain(shared);
  expect(await folders()).toHaveLength(2);
});

test("a project that goes takes no files with it that another one serves, and is not told of that one", async () => {
  const [blog, shop] = [fake.project("blog"), fake.project("shop")];
  const [ofBlog, ofShop] = [await fake.deploy(blog), await fake.deploy(shop)];
  expect(await fake.logText(ofShop.id)).not.toContain("kept once");
  const shared = folderOf(ofBlog);
  await fake.deployments.removeProject(blog);
  expect(await folders()).toEqual([shared]);
  await fake.deployments.removeProject(shop);
  expect(await folders()).toEqual([]);
});

test("what a build has found and not recorded yet stays, even when everybody else lets go of it", async () => {
  const [blog, shop] = [fake.project("blog"), fake.project("shop")];
  const shared = folderOf(await fake.deploy(blog));
  const { id } = await heldAtTheRecord(shop);
  await fake.deployments.removeProject(blog);
  fake.now += 2 * HOUR_MS;
  await sweepDisk(fake.world);
  expect(await folders()).toContain(shared);
  recording?.resolve();
  const deployment = await fake.ended(id);
  expect(deployment.state.name).toBe("live");
  expect(folderOf(deployment)).toBe(shared);
});

/** As a process leaves it that was killed between the rename and the record of it. */
async function killedBeforeTheRecord(project: Project): Promise<string> {
  const environment = fake.projects.production(project).id;
  const { deployments } = fake.world;
  const { id } = deployments.add({
    ...{ id: "killed", project: project.id, environment, startedBy: "Ada", createdAt: fake.now, canary: null },
    ...{ trigger: "deploy", input: { kind: "source", source: { kind: "example", name: "node" } } },
  });
  deployments.setState(id, { name: "running", stage: "build" }, fake.now);
  deployments.beginStage(id, "build", fake.now);
  const claim = (folder: string) => deployments.claimFolder(id, folder);
  const plan = { facts: [] } as unknown as BuildRequest["plan"];
  const { folder } = await publish({ name: "killed", plan, claim });
  return basename(folder);
}

test("a deployment that was killed between the rename and the record finds its folder again", async () => {
  const shared = await killedBeforeTheRecord(fake.project("blog"));
  fake.jobs.add(
    { kind: "deployment", subject: fake.world.deployments.get("killed").environment, payload: "killed" },
    1,
  );
  await fake.restart();
  const deployment = await fake.ended("killed");
  expect(deployment.state.name).toBe("live");
  expect(await folders()).toEqual([folderOf(deployment)]);
  expect(folderOf(deployment)).toBe(shared);
});

test("what it published is swept once it has ended without it, and no sooner", async () => {
  const shared = await killedBeforeTheRecord(fake.project("blog"));
  utimesSync(join(fake.folder, "sites", shared), fake.now / 1000, fake.now / 1000);
  fake.now += 2 * HOUR_MS;
  await sweepDisk(fake.world);
  expect(await folders()).toEqual([shared]);
  fake.world.deployments.setState("killed", { name: "cancelled" }, fake.now);
  await sweepDisk(fake.world);
  expect(await folders()).toEqual([]);
});

test("half a folder, and one whose removal was cut off, are no site and go at the next start", async () => {
  for (const name of [".blog-d2.tmp", `.${"a".repeat(64)}.gone.tmp`])
    await Bun.write(join(fake.folder, "sites", name, "index.html"), "half");
  await removeHalfWritten(realFiles, fake.folder);
  expect(await folders()).toEqual([]);
});

test("a folder that an earlier AutoStack named after its deployment is kept and goes as before", async () => {
  const project = fake.project("blog");
  const old = await fake.deploy(project);
  const named = join(fake.folder, "sites", "blog-d2f3a4b");
  await realFiles.rename(join(fake.folder, "sites", folderOf(old)), named);
  fake.db.run("update releases set artifact = ?", [JSON.stringify({ kind: "site", folder: named, bytes: 1 })]);
  const next = await fake.deploy(project);
  expect((await folders()).sort()).toEqual(["blog-d2f3a4b", folderOf(next)].sort());
  page = "other";
  await fake.deploy(project);
  expect(await folders()).not.toContain("blog-d2f3a4b");
});
