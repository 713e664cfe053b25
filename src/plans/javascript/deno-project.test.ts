import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { denoBase, denoEntry, readDenoConfig } from "./deno-project.ts";

const folderOf = (files: Record<string, string>) => new Folder(treeOf(files), ".");

test("deno.jsonc may hold comments, last commas and tasks that are more than a line", () => {
  const text =
    '{\n  // ours\n  "tasks": {\n    "start": { "command": "deno run main.ts", "dependencies": ["build"] },\n  },\n}';
  const config = readDenoConfig(folderOf({ "deno.jsonc": text }));
  expect(config?.tasks).toEqual({ start: "deno run main.ts" });
  expect(config?.at("start")).toEqual({ file: "deno.jsonc", line: 4 });
});

test("a broken deno.json is none", () => {
  for (const text of ["{", "[]", "null", ""]) expect(readDenoConfig(folderOf({ "deno.json": text }))).toBeNull();
});

test("a lockfile is followed to the letter, and missed when it is not there", () => {
  expect(denoBase(folderOf({ "deno.lock": "{}" }), null, "main.ts").install).toBe(
    "deno install --frozen --entrypoint main.ts",
  );
  const without = denoBase(folderOf({}), null, "main.ts");
  expect([without.install, without.findings.map(({ id }) => id)]).toEqual([
    "deno install --entrypoint main.ts",
    ["no-lockfile"],
  ]);
});

test("what deno.json names alone is installed before the code is there, so that a change of the code installs nothing again", () => {
  const planOf = (code: string, json: object, more: Record<string, string> = {}) => {
    const folder = folderOf({ "deno.json": JSON.stringify(json), "deno.lock": "{}", "main.ts": code, ...more });
    const { install, manifests } = denoBase(folder, readDenoConfig(folder), "main.ts");
    return [install, ...manifests];
  };
  const imports = { hono: "npm:hono@4", "@std/path": "jsr:@std/path@1" };
  const whole = ["deno install --frozen --entrypoint main.ts"];
  expect(planOf('import { Hono } from "hono";', { imports })).toEqual([
    "deno install --frozen",
    "deno.json",
    "deno.lock",
  ]);
  expect(planOf('fetch("https://example.org")', { imports })).toHaveLength(3);
  expect(planOf('import { Hono } from "npm:hono@4";', { imports })).toEqual(whole);
  expect(planOf('await import("https://example.org/mod.ts");', {})).toEqual(whole);
  expect(planOf("", { imports: { "~/": "./src/" } })).toEqual(whole);
  expect(planOf("", { imports, workspace: ["./api"] })).toEqual(whole);
  expect(planOf("", { imports }, { "package.json": "{}" })).toEqual(whole);
});

test.each([
  [{ ".deno-version": "2.4.1\n" }, "2.4.1", ".deno-version"],
  [{ ".dvmrc": "v2.3.7" }, "2.3.7", ".dvmrc"],
  [{ ".tool-versions": "nodejs 22\ndeno 2.5.6\n" }, "2.5.6", ".tool-versions"],
])("%p asks for Deno %s", (files, version, from) => {
  expect(denoBase(folderOf(files), null, null).runtime).toEqual({ name: "deno", version, from });
});

test("without a whole version it is the one that AutoStack knows, because images have no shorter names", () => {
  const { version } = denoBase(folderOf({ ".deno-version": "2" }), null, null).runtime;
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
});

test("the program begins with the file of a task, else with one of a usual name", () => {
  const config = '{ "tasks": { "dev": "deno run --watch -A ./src/api.ts" } }';
  const folder = folderOf({ "deno.json": config, "src/api.ts": "", "main.ts": "" });
  expect(denoEntry(folder, readDenoConfig(folder))?.file).toBe("src/api.ts");
  expect(denoEntry(folderOf({ "src/main.ts": "" }), null)?.file).toBe("src/main.ts");
  expect(denoEntry(folderOf({ "README.md": "" }), null)).toBeNull();
});
