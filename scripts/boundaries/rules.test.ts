import { expect, test } from "bun:test";
import { breachesOf } from "./rules.ts";

/** A file that really uses what it imports, as the scanner leaves out the unused. */
const importing = (specifier: string) => `import { thing } from "${specifier}";\nthing();\n`;

test.each([
  ["src/edge/route.ts", "../lib/time.ts"],
  ["src/edge/route.ts", "./hostname-of.ts"],
  ["src/edge/route.ts", "yaml"],
  ["src/deployments/pipeline.ts", "../edge/route.ts"],
  ["src/assistant/assistant.ts", "../deployments/deployment.ts"],
  ["src/metrics/metrics.ts", "../analytics/visit.ts"],
  ["src/projects/routes.ts", "../http/respond.ts"],
  ["src/accounts/token-routes.ts", "../http/respond.ts"],
  ["src/projects/routes.ts", "../../views/project.ts"],
  ["src/http/error-page.ts", "../../views/layout.ts"],
  ["src/app.ts", "./host/real-host.ts"],
  ["src/commands/serve.ts", "../http/server.ts"],
  ["src/main.ts", "./commands/serve.ts"],
  ["src/host/git.ts", "simple-git"],
  ["src/lib/db.ts", "bun:sqlite"],
  ["views/project.ts", "../src/lib/html.ts"],
  ["views/project.ts", "#src/lib/time.ts"],
  ["src/http/server.ts", "../../package.json"],
])("%s may import %s", (file, specifier) => {
  expect(breachesOf(file, importing(specifier))).toEqual([]);
});

test.each([
  ["src/edge/route.ts", "../deployments/pipeline.ts", "src/deployments/ stands to the right of src/edge/"],
  ["src/lib/db.ts", "../host/files.ts", "src/host/ stands to the right of src/lib/"],
  ["src/deployments/run.ts", "../assistant/assistant.ts", "src/assistant/ stands to the right of src/deployments/"],
  ["src/projects/routes.ts", "../deployments/run.ts", "src/deployments/ stands to the right of src/projects/"],
  ["src/edge/route.ts", "#src/deployments/run.ts", "src/deployments/ stands to the right of src/edge/"],
  ["src/projects/projects.ts", "../http/respond.ts", "only routes import src/http/"],
  ["src/deployments/run.ts", "../../views/project.ts", "only routes import views/"],
  ["src/runtimes/docker.ts", "../host/real-host.ts", "only app.ts, main.ts and commands/ choose a host"],
  ["src/edge/route.ts", "../app.ts", "nothing imports the wiring"],
  ["src/sources/git.ts", "simple-git", "only src/host/ and src/lib/ touch the machine"],
  ["src/sources/upload.ts", "node:fs/promises", "only src/host/ and src/lib/ touch the machine"],
  ["src/commands/serve.ts", "bun:sqlite", "only src/host/ and src/lib/ touch the machine"],
  [
    "views/project.ts",
    "../src/projects/project.ts",
    "views take their data as parameters: only src/lib/ gives them values",
  ],
])("%s may not import %s", (file, specifier, reason) => {
  expect(breachesOf(file, importing(specifier))).toEqual([`${file}: may not import ${specifier} because ${reason}`]);
});

test("types come from anywhere", () => {
  const text = 'import type { Run } from "../deployments/run.ts";\nexport const start = (run: Run) => run;\n';
  expect(breachesOf("src/edge/route.ts", text)).toEqual([]);
});

test("an import at run time is seen as well", () => {
  const text = 'export const load = () => import("../deployments/run.ts");\n';
  expect(breachesOf("src/edge/route.ts", text)).toHaveLength(1);
});

test("Bun's own way to files and processes belongs to the host, and a comment about it harms nobody", () => {
  const text = "export const start = () => Bun.spawn([]);\n";
  expect(breachesOf("src/edge/start.ts", text)).toEqual([
    "src/edge/start.ts: may not use Bun.spawn because only src/host/ and src/lib/ touch the machine",
  ]);
  expect(breachesOf("src/host/start.ts", text)).toEqual([]);
  expect(breachesOf("src/edge/start.ts", "// Not Bun.spawn.\nexport const one = 1;\n")).toEqual([]);
});

test("a file has at most 250 lines", () => {
  expect(breachesOf("src/edge/long.ts", "\n".repeat(250))).toEqual([]);
  expect(breachesOf("src/edge/long.ts", "\n".repeat(251))).toEqual([
    "src/edge/long.ts: has 251 lines; a file has at most 250",
  ]);
});

test("tests may import anything", () => {
  expect(breachesOf("src/lib/db.test.ts", importing("../deployments/run.ts"))).toEqual([]);
});
