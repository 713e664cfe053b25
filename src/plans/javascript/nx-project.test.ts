import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const root = { "package.json": '{"devDependencies":{"nx":"22"}}', "nx.json": "{}" };

function planOf(build: object, projectType = "application") {
  const project = JSON.stringify({ name: "it", projectType, targets: { build } });
  return partOf(project);
}

const partOf = (project: string) =>
  scan(treeOf({ ...root, "apps/it/project.json": project })).apps.find(({ path }) => path === "apps/it");

test.each([
  ["@nx/vite:build", { outputPath: "dist/it" }, { kind: "static", output: "dist/it" }],
  ["@angular/build:application", {}, { kind: "static", output: "dist/apps/it/browser" }],
  ["@nx/webpack:webpack", { target: "web", outputPath: "out" }, { kind: "static", output: "out" }],
  ["@nx/esbuild:esbuild", { outputFileName: "it.js" }, { kind: "server", start: "node dist/apps/it/it.js" }],
  ["@nx/next:build", {}, { kind: "server", start: "next start dist/apps/it" }],
])("%p is built by Nx from the repository's root", (executor, options, expected) => {
  expect(planOf({ executor, options })).toMatchObject({ ...expected, context: ".", build: "nx run it:build" });
});

test("libraries, unknown builds and broken files are no apps", () => {
  expect(planOf({ executor: "@nx/vite:build" }, "library")).toBeUndefined();
  expect(planOf({ executor: "@ours/own:build" })).toBeUndefined();
  for (const text of ["", "{", "[]", '{"projectType":"application","targets":[]}']) {
    expect(partOf(text)).toBeUndefined();
  }
});
