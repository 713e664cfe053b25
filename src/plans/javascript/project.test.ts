import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

function planOf(scripts: Record<string, string>, dependencies: Record<string, string> = {}) {
  const manifest = JSON.stringify({ scripts: { start: "node server.js", ...scripts }, dependencies });
  return scan(treeOf({ "package.json": manifest, "package-lock.json": "{}", "server.js": "" })).apps[0];
}

const CLIENT = "npm install --prefix client && npm run build --prefix client";

test.each([
  [{ "heroku-postbuild": CLIENT }, "npm run heroku-postbuild"],
  [{ "heroku-postbuild": CLIENT, build: "npm run build --prefix client" }, "npm run heroku-postbuild"],
  [{ "heroku-postbuild": "npm run build", build: "tsc" }, "npm run build"],
  [{ "heroku-postbuild": "cd client && yarn && yarn build" }, "npm run heroku-postbuild"],
  [{ "heroku-postbuild": "echo nothing to do" }, null],
])("of the scripts %p the one that makes all parts is the build", (scripts, build) => {
  expect(planOf(scripts)?.build).toBe(build);
});

test.each([
  ["^4.12.0", "14"],
  ["^6.0.1", "16"],
  ["^7.0.0", "16"],
  ["^8.0.0", "18"],
  ["9.0.0", "20"],
])("node-sass %s runs on Node %s", (range, version) => {
  expect(planOf({}, { "node-sass": range })?.runtime).toMatchObject({ version, from: "package.json" });
});
