import { readdirSync } from "node:fs";
import { cp, rm } from "node:fs/promises";
import { join } from "node:path";
import { readSourceTree } from "#src/host/source-tree.ts";
import { choosePlan, scanPart } from "#src/plans/choose.ts";
import { dockerfileText } from "#src/plans/docker/captain-lines.ts";
import { dockerfileFor } from "#src/plans/dockerfile.ts";
import type { AppPlan } from "#src/plans/plan.ts";

export const BUILD_FIXTURES = join(import.meta.dir, "../fixtures/builds");
const EXAMPLES = join(import.meta.dir, "../../examples");
const EXPECT = "expect.json";

/** A small real app, and what it answers once it is built and run. */
export type BuildFixture = {
  name: string;
  folder: string;
  path: string;
  body: string;
  /** Whether it is small enough to be built by every test run. */
  ci: boolean;
  /** For the running program, as a person would set them. */
  variables: Record<string, string>;
  /** A file of the app and a text in it: another source that asks for the same dependencies. */
  change: { file: string; from: string; to: string } | null;
};

type Expected = Pick<BuildFixture, "path" | "body"> & Partial<Pick<BuildFixture, "ci" | "variables" | "change">>;

/** Those of the examples that a new user meets first. They are built by every test run in `plans.test.ts` already. */
const EXAMPLE_ANSWERS: Record<string, Expected> = {
  bun: { path: "/health", body: "ok" },
  node: { path: "/health", body: "ok" },
  python: { path: "/health", body: "ok" },
  static: { path: "/", body: "<html" },
};

export async function buildFixtures(): Promise<BuildFixture[]> {
  const fixtures = readdirSync(BUILD_FIXTURES)
    .sort()
    .map(async (name) => fixture(name, join(BUILD_FIXTURES, name), await expected(name)));
  const examples = Object.entries(EXAMPLE_ANSWERS).map(([name, answer]) =>
    fixture(`example-${name}`, join(EXAMPLES, name), answer),
  );
  return [...(await Promise.all(fixtures)), ...examples];
}

async function expected(name: string): Promise<Expected> {
  const file = Bun.file(join(BUILD_FIXTURES, name, EXPECT));
  if (await file.exists()) return (await file.json()) as Expected;
  throw new Error(`test/fixtures/builds/${name} has no ${EXPECT}, so nobody knows what it answers.`);
}

const fixture = (name: string, folder: string, expected: Expected): BuildFixture => ({
  ...{ name, folder, ci: false, variables: {}, change: null },
  ...expected,
});

/** A copy of the app alone, without what is expected of it. */
export async function copyFixture({ folder }: BuildFixture, workspace: string): Promise<void> {
  await cp(folder, workspace, { recursive: true });
  await rm(join(workspace, EXPECT), { force: true });
}

export async function planOf(workspace: string): Promise<AppPlan> {
  return choosePlan(scanPart(await readSourceTree(workspace), undefined), {});
}

/** The images that a plan's build begins with. */
export async function baseImagesOf(plan: AppPlan, workspace: string): Promise<string[]> {
  const own = plan.dockerfile && Bun.file(join(workspace, plan.path, plan.dockerfile));
  const text = own ? dockerfileText(plan.dockerfile ?? "", await own.text()) : dockerfileFor(plan);
  const images = [...text.matchAll(/^(?:FROM|COPY --from=)\s*(\S+)/gim)].map(([, name = ""]) => name);
  return [...new Set(images.filter((name) => name.includes(":")))];
}
