import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

function planOf(scripts: Record<string, string>, dependency: string, files: Record<string, string> = {}) {
  const manifest = JSON.stringify({ scripts, devDependencies: { [dependency]: "^7.0.0" } });
  return scan(treeOf({ "package.json": manifest, "index.html": "", "server.js": "", ...files })).apps[0];
}

describe("the start script of a static framework", () => {
  test.each(["vite", "vite preview --port 3000", "npx serve -s dist", "npm run dev", "http-server dist", "yarn serve"])(
    "that shows files is ignored: %p",
    (start) => {
      expect(planOf({ start, dev: "vite", serve: "vite preview" }, "vite")).toMatchObject({
        kind: "static",
        output: "dist",
      });
    },
  );

  test.each(["node server.js", "npm run serve"])("that answers requests itself makes a server: %p", (start) => {
    expect(planOf({ start, serve: "node server.js" }, "vite")).toMatchObject({ kind: "server" });
  });
});

describe("the build", () => {
  test.each([
    [{ build: "vitepress build" }, "npm run build"],
    [{ build: "npm run docs", docs: "vitepress build" }, "npm run docs"],
    [{ build: "node site.js" }, "npm run build"],
    [{ build: "tsc -p ." }, "vitepress build"],
    [{}, "vitepress build"],
  ])("of %p is the one that makes the site", (scripts, build) => {
    expect(planOf(scripts, "vitepress", { "index.md": "" })?.build).toBe(build);
  });

  test("in a folder of documents writes there", () => {
    const plan = planOf({ docs: "vitepress build guide" }, "vitepress", {
      "guide/.vitepress/config.ts": "outDir: '../site'",
    });
    expect(plan).toMatchObject({ build: "npm run docs", output: "site" });
  });
});

test.each([
  ["build: { outDir: 'site' }", "site"],
  ["build: { outDir: path.resolve(__dirname, '../public') }", "public"],
  ["", "dist"],
])("Vite's output is read from its settings: %p", (settings, output) => {
  const files = {
    "vite.config.js": `export default {\n  root: "client",\n  ${settings}\n};\n`,
    "client/index.html": "",
  };
  expect(planOf({}, "vite", files)?.output).toBe(output === "public" ? "public" : `client/${output}`);
});

test("angular.json that says nothing of use is another stack's", () => {
  const angular = (text: string) => planOf({ start: "node server.js" }, "@angular/core", { "angular.json": text });
  for (const text of ["", "{", "[]", "null", '{"projects":[]}', '{"projects":{"a":{"architect":5}}}']) {
    expect(angular(text)?.framework).not.toBe("Angular");
  }
});
