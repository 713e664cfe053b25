import { describe, expect, test } from "bun:test";
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

describe("a target that Nx infers", () => {
  const PROJECT = JSON.stringify({ name: "it", projectType: "application" });
  const inferred = (files: Record<string, string>) =>
    scan(treeOf({ ...root, "apps/it/project.json": PROJECT, ...files })).apps.find(({ path }) => path === "apps/it");
  const webpack = (target: string) => ({
    "apps/it/webpack.config.js":
      "module.exports = {\n  output: { path: join(__dirname, '../../dist/apps/it') },\n" +
      `  plugins: [new NxAppWebpackPlugin({ target: '${target}', main: './src/main.ts' })],\n};`,
    "apps/it/src/main.ts": "import Koa from 'koa';\nnew Koa().listen(process.env.PORT || 4100);",
  });

  test("is Next's where its settings are", () => {
    expect(inferred({ "apps/it/next.config.js": "" })).toMatchObject({
      ...{ framework: "Next.js", kind: "server", build: "nx run it:build", start: "next start apps/it", port: 3000 },
    });
  });

  test("is webpack's for a program or for pages", () => {
    const program = { framework: "Koa", start: "node dist/apps/it/main.js", port: 4100, build: "nx run it:build" };
    expect(inferred(webpack("node"))).toMatchObject(program);
    expect(inferred(webpack("web"))).toMatchObject({ framework: "webpack", kind: "static", output: "dist/apps/it" });
  });
});

describe("a package of a workspace that Nx builds", () => {
  const partsOf = (manifest: object, files: Record<string, string>) =>
    scan(
      treeOf({
        "package.json": JSON.stringify({ workspaces: ["apps/*"], devDependencies: { nx: "22", vite: "7" } }),
        "nx.json": "{}",
        "apps/it/package.json": JSON.stringify({ name: "@org/it", ...manifest }),
        ...files,
      }),
    ).apps;
  const SITE = { "apps/it/index.html": "", "apps/it/vite.config.ts": "build: { outDir: './out' }" };

  test("needs no script of its own", () => {
    const build = { executor: "@nx/esbuild:esbuild", options: { outputPath: "apps/it/dist" } };
    expect(
      partsOf({ nx: { targets: { build } } }, { "apps/it/src/main.ts": "createServer().listen(1)" }),
    ).toMatchObject([
      { path: "apps/it", build: "nx run @org/it:build", start: "node apps/it/dist/main.js", context: "." },
    ]);
    expect(partsOf({}, SITE)).toMatchObject([
      { path: "apps/it", kind: "static", build: "nx run @org/it:build", output: "apps/it/out", context: "." },
    ]);
  });

  test("with scripts is built by them", () => {
    expect(partsOf({ scripts: { build: "vite build" }, devDependencies: { vite: "7" } }, SITE)).toMatchObject([
      { path: "apps/it", framework: "Vite", output: "apps/it/out" },
    ]);
  });
});

test("Angular at the root of an Nx repository is read from its project.json", () => {
  const targets = { build: { executor: "@angular/build:application", options: { outputPath: "dist/shop" } } };
  const files = {
    "package.json":
      '{"scripts":{"start":"nx serve","build":"nx build"},"dependencies":{"@angular/core":"20","nx":"22"}}',
    "project.json": JSON.stringify({ name: "shop", projectType: "application", targets }),
    "nx.json": "{}",
  };
  expect(scan(treeOf(files)).apps).toMatchObject([
    { path: ".", framework: "Angular", kind: "static", output: "dist/shop/browser", build: "npm run build" },
  ]);
});

test("a root that only serves Nx's projects is no app beside them", () => {
  const pkg = {
    scripts: { start: "nx serve", build: "nx build" },
    dependencies: { "@nestjs/core": "11", "@nestjs/common": "11", nx: "22" },
  };
  const build = { executor: "@nx/webpack:webpack", options: { target: "node" } };
  const project = JSON.stringify({ name: "api", projectType: "application", targets: { build } });
  const files = { "package.json": JSON.stringify(pkg), "nx.json": "{}", "apps/api/project.json": project };
  expect(scan(treeOf(files)).apps.map(({ path }) => path)).toEqual(["apps/api"]);
});
