import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

type Files = Record<string, string>;

function planOf(dependency: string, version: string, build: string, files: Files = {}, more: Files = {}) {
  const manifest = { scripts: { build }, devDependencies: { [dependency]: version }, dependencies: more };
  return scan(treeOf({ "package.json": JSON.stringify(manifest), "src/index.js": "", ...files })).apps[0];
}

const HTML = { "html-webpack-plugin": "5" };

test.each([
  ["preact-cli", "^3.0.0", "preact build", {}, {}, "build"],
  ["preact-cli", "^3.0.0", "preact build --dest public", {}, {}, "public"],
  ["expo", "~53.0.0", "expo export -p web", {}, { "react-native-web": "1" }, "dist"],
  ["@stencil/core", "4", "stencil build", { "stencil.config.ts": "outputTargets: [{ type: 'www' }]" }, {}, "www"],
  ["@slidev/cli", "52", "slidev build", {}, {}, "dist"],
  ["webpack", "5", "webpack --mode=production", {}, HTML, "dist"],
  ["webpack", "5", "webpack -o site", {}, HTML, "site"],
  ["webpack", "5", "webpack", { "webpack.config.js": "path: path.join(__dirname, 'public/')" }, HTML, "public"],
  ["gulp", "4", "gulp build", { "src/index.html": "", "gulpfile.js": "dest('www/css')" }, {}, "www"],
])("%s %s, built by `%s`, makes a site", (dependency, version, build, files: Files, more: Files, output) => {
  expect(planOf(dependency, version, build, files, more)).toMatchObject({ kind: "static", output, start: null });
});

test("webpack 4 is built with the hashes that it needs", () => {
  expect(planOf("webpack", "^4.46.0", "webpack", {}, HTML)?.build).toStartWith(
    "NODE_OPTIONS=--openssl-legacy-provider",
  );
});

test.each([
  ["webpack", "webpack", {}, {}],
  ["webpack", "webpack", {}, { ...HTML, express: "5" }],
  ["gulp", "gulp build", {}, {}],
  ["expo", "eslint .", {}, {}],
])("%s that builds no pages, or beside a server, makes none", (dependency, build, files: Files, more: Files) => {
  expect(planOf(dependency, "5", build, files, more)?.kind).not.toBe("static");
});
