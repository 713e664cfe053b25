import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const appsOf = (manifest: object, files: Record<string, string> = {}) =>
  scan(treeOf({ "package.json": JSON.stringify(manifest), ...files })).apps;
const told = (manifest: object, files: Record<string, string> = {}) =>
  appsOf(manifest, files).map(({ path, start, findings }) => [
    path,
    start,
    findings.find(({ id }) => id === "not-for-servers")?.title.match(/^This is an? ([^:]+):/)?.[1],
  ]);

describe("what people install on their own machines is told apart:", () => {
  test.each([
    [{ devDependencies: { wxt: "0.20" } }, { "entrypoints/popup/index.html": "" }, "browser extension"],
    [{ devDependencies: { vite: "6" } }, { "public/manifest.json": '{ "manifest_version": 3 }' }, "browser extension"],
    [{ engines: { vscode: "^1.98.0" }, main: "./out/extension.js" }, {}, "extension for VS Code"],
    [
      { scripts: { start: "electron-vite preview" }, devDependencies: { electron: "35", vite: "6" } },
      { "index.html": "", "src/renderer/index.html": "" },
      "desktop program (Electron)",
    ],
    [
      { scripts: { start: "react-native start" }, dependencies: { "react-native": "0.77" } },
      { "app.json": '{ "name": "Phone" }' },
      "app for phones (React Native)",
    ],
  ])("%j", (manifest: object, files: Record<string, string>, what: string) => {
    expect(told(manifest, files)).toEqual([[".", null, what]]);
  });

  test("a site or a server besides is deployed all the same", () => {
    const dependencies = { electron: "35", vite: "6" };
    const web = { scripts: { "build:web": "vite build", dev: "electron ." }, dependencies };
    expect(appsOf(web, { "index.html": "" })).toMatchObject([{ kind: "static", output: "dist" }]);
    const server = { scripts: { start: "node server.js", desktop: "electron ." }, dependencies: { electron: "35" } };
    expect(appsOf(server, { "server.js": "" })).toMatchObject([{ kind: "server", start: "node server.js" }]);
    const expo = { dependencies: { expo: "53", "react-native": "0.79", "react-native-web": "0.20" } };
    expect(appsOf(expo, { "app.json": "{}" })).toMatchObject([{ kind: "static", framework: "Expo for the web" }]);
    const api = JSON.stringify({ scripts: { start: "node index.js" }, dependencies: { express: "5" } });
    const extension = { devDependencies: { wxt: "0.20" } };
    expect(appsOf(extension, { "api/package.json": api, "popup/index.html": "" })).toMatchObject([{ path: "api" }]);
  });
});

test("Meteor's own tool is needed, which npm does not bring", () => {
  const [app] = appsOf({ scripts: { start: "meteor run" } }, { ".meteor/release": "METEOR@3.0.4" });
  expect(app).toMatchObject({ framework: "Meteor", start: null, findings: [{ id: "other-tool", level: "error" }] });
});
