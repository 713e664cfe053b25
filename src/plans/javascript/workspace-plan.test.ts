import { expect, test } from "bun:test";
import { completePlan } from "../detector.ts";
import { Folder } from "../folder.ts";
import type { AppPlan } from "../plan.ts";
import { scan, scanFolder } from "../scan.ts";
import { toolFolders } from "../script.ts";
import { treeOf } from "../source-tree.ts";
import { inWorkspace } from "./workspace-plan.ts";

const files = (member: string, name: string) => ({
  "package.json": '{"workspaces":["apps/*","packages/*"]}',
  "package-lock.json": "{}",
  [`${member}/package.json`]: JSON.stringify({ name, scripts: { build: "x" }, dependencies: { words: "*" } }),
  "packages/words/package.json": '{"name":"words","scripts":{"build":"tsc"}}',
});

function planned(changes: Partial<AppPlan>, member = "apps/web"): AppPlan {
  const folder = Folder.of(treeOf(files(member, "web")), member);
  const draft = { kind: "server", language: "javascript", packageManager: "npm", ...changes } as const;
  return inWorkspace(
    folder,
    completePlan(member, { runtime: { name: "node", version: "24", from: "default" }, ...draft }),
  );
}

const words = "npm run build --workspace=packages/words";

test.each([
  ["npm run build", `${words} && npm run build --workspace=apps/web`],
  ["npm run build && cp a b", `${words} && npm run build --workspace=apps/web && cd apps/web && cp a b`],
  ["prisma generate && npm run build", `${words} && cd apps/web && prisma generate && npm run build`],
  [null, words],
])("the build %p runs after the packages that it needs", (build, expected) => {
  expect(planned({ build }).build).toBe(expected);
});

test("everything else happens in the package's folder, as seen from the root", () => {
  const plan = planned({
    start: "node server.js",
    output: "../../dist/web",
    caches: [".next/cache"],
    ship: [".output"],
    processes: [{ name: "worker", command: "node worker.js" }],
    hooks: { beforeBuild: null, afterBuild: null, beforeSwitch: "node migrate.js", afterSwitch: null },
  });
  expect(plan).toMatchObject({
    path: "apps/web",
    context: ".",
    start: "cd apps/web && node server.js",
    output: "dist/web",
    caches: ["apps/web/.next/cache"],
    ship: ["apps/web/.output"],
    processes: [{ command: "cd apps/web && node worker.js" }],
    hooks: { beforeSwitch: "cd apps/web && node migrate.js", afterSwitch: null },
  });
  expect(toolFolders(plan)).toEqual(["apps/web/node_modules/.bin", "node_modules/.bin"]);
});

test("commands that a file decides are run as that file means them", () => {
  const decided = { install: "vercel.json:2", build: "vercel.json:3" };
  const plan = planned({ install: "make deps", build: "cd ../.. && make", manifests: ["package.json"], decided });
  expect(plan).toMatchObject({ install: "cd apps/web && make deps", manifests: [] });
  expect(plan.build).toBe(`${words} && cd apps/web && cd ../.. && make`);
});

test("a folder's name is one word for the shell, whatever it holds", () => {
  expect(planned({ start: "node a.js" }, "apps/it's $(mine)").start).toBe("cd 'apps/it'\\''s $(mine)' && node a.js");
});

test("plans of other languages and Dockerfiles stay where they are", () => {
  expect(planned({ language: "python" }).context).toBe("apps/web");
  expect(planned({ dockerfile: "Dockerfile" }).context).toBe("apps/web");
});

test("a part that a person chooses is planned like one that is offered", () => {
  const tree = treeOf({ ...files("apps/web", "web"), "apps/web/server.js": "", "apps/api/package.json": "{}" });
  expect(scanFolder(tree, "packages/words")).toMatchObject({ context: ".", path: "packages/words" });
  expect(scanFolder(tree, "apps/web")).toMatchObject({ context: "." });
});

test("libraries are no apps, and what only starts the parts is none either", () => {
  const pathsOf = (start: string, library: object) =>
    scan(
      treeOf({
        "package.json": JSON.stringify({ workspaces: ["apps/*", "libs/*"], scripts: { start } }),
        "apps/api/package.json": '{"scripts":{"start":"node api.js"}}',
        "libs/one/package.json": JSON.stringify({ name: "one", main: "index.js", ...library }),
        "libs/one/index.js": "module.exports = 1;\n",
      }),
    ).apps.map(({ path }) => path);
  for (const start of [
    "turbo run start",
    "npm start -w apps/api",
    "npm run start --workspace=apps/api",
    "pnpm -r start",
  ]) {
    expect(pathsOf(start, {})).toEqual(["apps/api"]);
  }
  expect(pathsOf("node server.js", { scripts: { start: "node index.js" } })).toEqual([".", "apps/api", "libs/one"]);
});
