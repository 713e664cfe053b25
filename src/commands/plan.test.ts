import { expect, test } from "bun:test";
import { join } from "node:path";
import { writeFiles } from "../../test/support/archives.ts";
import { commandIo } from "../../test/support/command-io.ts";
import { testFolder } from "../../test/support/folders.ts";
import { dispatch } from "./dispatch.ts";
import { EXIT } from "./exit.ts";

const NODE_APP = {
  "package.json": '{\n  "name": "shop",\n  "scripts": { "start": "node server.js" }\n}\n',
  "server.js": 'require("http").createServer().listen(process.env.PORT || 3000)\n',
};

async function plan(cwd: string, ...args: string[]) {
  const { io, written } = commandIo({ cwd });
  return { code: await dispatch(["plan", ...args], io), ...written };
}

test("--json prints one object with the promised fields, in their order", async () => {
  await using folder = await testFolder();
  await writeFiles(folder.path, NODE_APP);
  const { code, out } = await plan(folder.path, "--json");
  expect(code).toBe(EXIT.ok);
  const { apps, lookedFor } = JSON.parse(out);
  expect(Object.keys(apps[0])).toEqual([
    ...["path", "kind", "language", "framework", "packageManager", "runtime", "install", "build", "start"],
    ...["output", "port", "health", "processes", "variables", "databases", "facts", "findings"],
    ...["context", "dockerfile", "packages", "prepare", "repair", "manifests", "caches", "prune", "ship", "hooks"],
    ...["connections", "redirects", "headers", "values", "settings", "imports", "decided"],
  ]);
  expect(apps[0]).toMatchObject({ path: ".", kind: "server", port: 3000 });
  expect(apps[0].facts).toContainEqual({ name: "start", value: "node server.js", file: "package.json", line: 3 });
  expect(lookedFor.length).toBeGreaterThan(0);
});

test("several paths give one line of JSON each, in their order; 1 when one is not recognised", async () => {
  await using folder = await testFolder();
  await writeFiles(join(folder.path, "shop"), NODE_APP);
  await writeFiles(join(folder.path, "notes"), { "todo.txt": "milk" });
  const { code, out } = await plan(folder.path, "--json", "notes", "shop");
  expect(code).toBe(EXIT.failed);
  const lines = out.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).apps.length)).toEqual([0, 1]);
});

test("people get a table that says where each thing was read", async () => {
  await using folder = await testFolder();
  await writeFiles(folder.path, NODE_APP);
  const { out } = await plan(folder.path);
  expect(out).toMatch(/^ {2}start +node server\.js$/m);
  expect(out).toMatch(/^ {4}start +node server\.js +package\.json:3$/m);
});

test("a folder that is nothing says what was looked for", async () => {
  await using folder = await testFolder();
  await writeFiles(folder.path, { "todo.txt": "milk" });
  const { code, out } = await plan(folder.path);
  expect(code).toBe(EXIT.failed);
  expect(out).toContain("Nothing here is recognised as an app. Add a Dockerfile");
  expect(out).toContain("Looked for:\n");
});

test("a path that is no folder is refused before any is read", async () => {
  await using folder = await testFolder();
  await writeFiles(join(folder.path, "shop"), NODE_APP);
  const { code, out, err } = await plan(folder.path, "shop", "shpo");
  expect(code).toBe(EXIT.usage);
  expect(out).toBe("");
  expect(err).toContain(`There is no folder ${join(folder.path, "shpo")}.`);
});
