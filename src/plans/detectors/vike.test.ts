import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const planOf = (scripts: object, files: Record<string, string> = {}, more: object = {}) =>
  scan(treeOf({ "package.json": JSON.stringify({ scripts, dependencies: { vike: "0.4.228", ...more } }), ...files }))
    .apps[0];

test("a server is the project's own, the one that is built, or Vite's", () => {
  const own = planOf(
    { preview: "tsx ./express-entry.ts" },
    { "express-entry.ts": "app.listen(process.env.PORT || 3050)" },
  );
  expect(own).toMatchObject({ framework: "Vike", kind: "server", start: "tsx ./express-entry.ts", port: 3050 });
  expect(planOf({ prod: "node dist" }, { "pages/+server.ts": "" })?.start).toBe("node dist/server/index.mjs");
  expect(planOf({ preview: "vike preview" })?.start).toBe("vike preview --host 0.0.0.0 --port $PORT");
});

test("pages that were rendered before are a site, unless a program answers besides", () => {
  const files = { "pages/+config.ts": "export default { prerender: true }" };
  expect(planOf({ build: "vike build" }, files)).toMatchObject({ kind: "static", output: "dist/client" });
  expect(planOf({ start: "node server.js" }, files)).toMatchObject({ kind: "server", start: "node server.js" });
});
