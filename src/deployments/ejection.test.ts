import { afterEach, beforeEach, expect, test } from "bun:test";
import { FakeWorld } from "../../test/support/fake-world.ts";
import type { Project } from "../projects/project.ts";
import { ejectionOf } from "./ejection.ts";

const DIGEST = `sha256:${"0f".repeat(32)}`;

let fake: FakeWorld;
let project: Project;
beforeEach(() => {
  fake = new FakeWorld();
  project = fake.project("blog");
});
afterEach(() => fake.close());

const textOf = (name: string, of = project) => ejectionOf(fake.world, of)?.files.find(({ id }) => id === name)?.text;

test("nothing is ejected before anything was found in the source", () => {
  expect(ejectionOf(fake.world, project)).toBeNull();
});

test("a project is ejected as its newest release runs, on the images that this release stood on", async () => {
  await fake.deploy(project);
  expect(textOf("Dockerfile")).not.toContain("@sha256:");
  const build = fake.runtime.build.bind(fake.runtime);
  fake.runtime.build = async (request) => ({ ...(await build(request)), bases: { "node:24-slim": DIGEST } }) as never;
  fake.files = { ...fake.files, "package.json": '{"scripts":{"start":"node other.js"}}' };
  await fake.deploy(project);
  expect(textOf("Dockerfile")).toMatch(new RegExp(`^FROM node:24-slim@${DIGEST}$`, "m"));
  expect(textOf("Dockerfile")).toContain("exec node other.js");
});

test("without a release it is what the last scan found, with what was changed since", async () => {
  fake.runtime.failBuild = "It does not build.";
  await fake.deploy(project);
  expect(textOf("Dockerfile")).toContain("exec node server.js");
  expect(textOf("Dockerfile", { ...project, edits: { start: "node mine.js" } })).toContain("exec node mine.js");
});

test("the workflow deploys the branch that is deployed, also where that is the repository's own choice", async () => {
  const source = { kind: "git", url: "https://example.com/blog.git", branch: null, folder: null } as const;
  const { id } = await fake.deploy(project);
  const release = fake.world.releases.ofDeployment(id);
  const revision = { kind: "commit", sha: "0", message: "", author: "Ada", committedAt: 1, branch: "trunk" };
  fake.db.query("update releases set revision = $revision where id = $id").run({
    revision: JSON.stringify(revision),
    id: release?.id ?? "",
  });
  expect(textOf("deploy.yml", { ...project, source })).toContain("      - trunk\n");
  expect(textOf("deploy.yml", { ...project, source: { ...source, branch: "next" } })).toContain("      - next\n");
  expect(textOf("deploy.yml")).toContain("      - main\n");
});
