import { describe, expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

function planOf(scripts: object, dependencies: object = {}, files: Record<string, string> = {}) {
  const manifest = JSON.stringify({ scripts, dependencies });
  return scan(treeOf({ "package.json": manifest, "index.js": "createServer().listen(3000)", ...files })).apps[0];
}

describe("a start script for a server and its workers", () => {
  const SCRIPTS = { "start:server": "node index.js", "start:worker": "node worker.js" };
  const worker = { name: "worker", command: "node worker.js" };

  test.each([
    "concurrently npm:start:*",
    "run-p start:*",
    'concurrently "npm run start:server" "npm run start:worker"',
  ])("%s is several processes", (start) => {
    expect(planOf({ ...SCRIPTS, start })).toMatchObject({ start: "node index.js", processes: [worker] });
  });

  test("stays one where it is not plain which of them answers", () => {
    const start = "concurrently npm:start:*";
    expect(planOf({ ...SCRIPTS, "start:api": "node api.js", start })).toMatchObject({
      ...{ start: "npm run start", processes: [] },
    });
    expect(planOf({ "start:server": "node index.js", "start:other": "node b.js", start })?.processes).toEqual([]);
  });
});

test("json-server is told an address and the port, and that its file begins anew", () => {
  const plan = planOf(
    { start: "json-server --watch db.json --port 3500" },
    { "json-server": "0.17.4" },
    { "index.js": "" },
  );
  expect(plan).toMatchObject({ start: "json-server db.json --host 0.0.0.0 --port $PORT", port: 3500 });
  expect(plan?.findings.map(({ id }) => id)).toContain("ephemeral-data");
});

describe("a program that stays on this machine until HOST says otherwise", () => {
  const startWith = (code: string) => planOf({ start: "node index.js" }, { express: "5" }, { "index.js": code })?.start;

  test("is told to be within reach", () => {
    expect(startWith("const host = process.env.HOST ?? 'localhost';")).toBe("HOST=0.0.0.0 node index.js");
    expect(startWith("const { PORT = 3000, HOST = '127.0.0.1' } = process.env;")).toBe("HOST=0.0.0.0 node index.js");
  });

  test("is left alone where the address is another thing's", () => {
    expect(startWith("connect(process.env.DB_HOST || 'localhost')")).toBe("node index.js");
    expect(startWith("listen(3000, process.env.HOST || '0.0.0.0')")).toBe("node index.js");
  });
});

test("Slack's Bolt answers requests, unless it opens a connection of its own", () => {
  const kindOf = (options: string) =>
    planOf({ start: "node app.js" }, { "@slack/bolt": "4" }, { "index.js": "", "app.js": `new App({ ${options} })` })
      ?.kind;
  expect(kindOf("signingSecret: process.env.SECRET")).toBe("server");
  expect(kindOf("socketMode: true")).toBe("worker");
});

test("Apollo's own server listens on 4000 where nothing is said", () => {
  expect(planOf({ start: "node index.js" }, { "apollo-server": "3" }, { "index.js": "server.listen()" })?.port).toBe(
    4000,
  );
});

describe("a package for others, with nothing beside it", () => {
  const json = JSON.stringify({ bin: "dist/cli.js", files: ["dist"], scripts: { build: "tsc" } });
  const planWith = (code: string) => scan(treeOf({ "package.json": json, "src/index.ts": code })).apps[0];

  test("is not started, and says why", () => {
    expect(planWith("export const a = 1")).toMatchObject({
      start: null,
      findings: [{ id: "library", level: "error" }],
    });
  });

  test("is started when it listens", () => {
    expect(planWith("createServer().listen(3000)")?.start).not.toBeNull();
  });
});

test("a package of Deno's is not started where nothing in it listens", () => {
  const planWith = (code: string) =>
    scan(treeOf({ "deno.json": '{ "name": "@me/lib", "exports": "./mod.ts" }', "mod.ts": code })).apps[0];
  expect(planWith("export const a = 1")).toMatchObject({
    start: null,
    findings: [{ id: "no-lockfile" }, { id: "library" }],
  });
  expect(planWith("Deno.serve(() => new Response())")?.start).toBe("deno run -A mod.ts");
});

test("pages of Svelte's old template are what Rollup writes beside", () => {
  const scripts = { build: "rollup -c", dev: "rollup -c -w", start: "sirv public --no-clear" };
  const files = { "public/index.html": "", "rollup.config.js": 'output: { file: "public/build/bundle.js" }' };
  expect(planOf(scripts, { rollup: "2", "sirv-cli": "2" }, { ...files, "index.js": "" })).toMatchObject({
    ...{ kind: "static", build: "npm run build", output: "public" },
  });
});

test("pages of a Tauri program say what they do without", () => {
  const files = { "index.html": "", "src-tauri/tauri.conf.json": "{}" };
  const plan = planOf({ build: "vite build" }, { vite: "6" }, files);
  expect(plan).toMatchObject({
    kind: "static",
    findings: expect.arrayContaining([expect.objectContaining({ id: "desktop-pages" })]),
  });
});
