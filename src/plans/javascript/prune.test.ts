import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";
import { readPackage } from "./package-json.ts";
import { pruneLine } from "./prune.ts";

const manifest = {
  scripts: { serve: "tsx server.ts" },
  dependencies: { ms: "2" },
  devDependencies: { tsx: "4", eslint: "9" },
};

function pruned(start: string, files: Record<string, string> = {}, bundled = false, packageManager = "npm") {
  const folder = Folder.of(treeOf({ "package.json": JSON.stringify(manifest), ...files }), ".");
  const pkg = readPackage(folder);
  if (!pkg) throw new Error("no package");
  return pruneLine(folder, pkg, { packageManager, install: "npm ci" }, { start, bundled }).command;
}

describe("what only the build needed is taken away", () => {
  test("by the manager's own way", () => {
    expect(pruned("node server.js")).toBe("npm prune --omit=dev");
    expect(pruned("node server.js", {}, false, "pnpm")).toBe("pnpm prune --prod --ignore-scripts");
    expect(pruned("node server.js", {}, false, "yarn")).toStartWith("yarn install --production");
    expect(pruned("node server.js", { ".yarnrc.yml": "" }, false, "yarn")).toBe("yarn workspaces focus --production");
    expect(pruned("node server.js", {}, false, "bun")).toBeNull();
  });

  test.each([
    "tsx server.ts",
    "npx tsx server.ts",
    "node --import tsx server.js",
    "npm run serve",
    "A=1 tsx server.ts",
  ])("but not when the start is %p", (start) => {
    expect(pruned(start)).toBeNull();
  });

  test("but not what the program imports, unless its types alone or a bundle", () => {
    expect(pruned("node server.js", { "server.js": 'import { ESLint } from "eslint";\n' })).toBeNull();
    expect(pruned("node server.js", { "server.js": 'import { ESLint } from "eslint";\n' }, true)).not.toBeNull();
    expect(pruned("node server.js", { "server.ts": 'import type { ESLint } from "eslint";\n' })).not.toBeNull();
    expect(pruned("node server.js", { "eslint.config.js": 'import eslint from "eslint";\n' })).not.toBeNull();
  });
});

test("a process of the Procfile keeps what it calls", () => {
  const prune = (procfile: string) =>
    scan(
      treeOf({
        "package.json": JSON.stringify({ ...manifest, scripts: { start: "node server.js" } }),
        "server.js": "",
        Procfile: procfile,
      }),
    ).apps[0]?.prune;
  expect(prune("worker: node worker.js\n")).toBe("npm prune --omit=dev");
  expect(prune("worker: tsx worker.ts\n")).toBeNull();
});
