import { describe, expect, test } from "bun:test";
import { scan } from "./scan.ts";
import { treeOf } from "./source-tree.ts";

test("the same files give the same plan, in whatever order they are listed", () => {
  const files = { "package.json": '{"scripts":{"start":"node a.js"}}', "a.js": "process.env.B; process.env.A" };
  const backwards = Object.fromEntries(Object.entries(files).reverse());
  expect(scan(treeOf(backwards))).toEqual(scan(treeOf(files)));
});

test("parts that can be started come in the place of a root that cannot", () => {
  const library = '{"name":"library"}';
  const pathsOf = (files: Record<string, string>) => scan(treeOf(files)).apps.map(({ path }) => path);
  expect(pathsOf({ "package.json": library, "web/index.html": "", "lib/package.json": library })).toEqual(["web"]);
  expect(pathsOf({ "package.json": library, "lib/package.json": library })).toEqual(["lib", "."]);
});

test("a source without an app says what was looked for", () => {
  const { apps, lookedFor, toAdd } = scan(treeOf({ "notes.txt": "" }));
  expect(apps).toEqual([]);
  expect(lookedFor).toContainEqual(expect.stringContaining("Dockerfile"));
  expect(toAdd).toContain("Add a Dockerfile");
});

test("files that are no use are read without an error", () => {
  const texts = [
    "",
    "\u0000",
    "{",
    "[]",
    "null",
    '"text"',
    '{"scripts":[],"dependencies":"x","engines":{"node":5}}',
    "= = =",
  ];
  const names = [
    "package.json",
    "pyproject.toml",
    "requirements.txt",
    "Dockerfile",
    ".nvmrc",
    "index.js",
    "main.py",
    "uv.lock",
  ];
  for (const text of texts) {
    for (const name of names) expect(() => scan(treeOf({ [name]: text, "package.json": text }))).not.toThrow();
  }
});

describe("any text is read to its end in the time that a test has", () => {
  const files = ["index.js", "main.py", "requirements.txt", "pyproject.toml", "Procfile", ".env.example", "Dockerfile"];
  const repeated = ["\n", " ", "a", "env.PORT ", "process.env.A ", "x.listen(", "app.run(", "{", "a[", "&& ", '"'];
  for (const file of files) {
    test(file, () => {
      for (const text of [...repeated, "dependencies = [\n", "datasource a {\n"]) {
        const content = `web: process.env.A${text.repeat(200_000 / text.length)}!`;
        const tree = treeOf({ [file]: content, "package.json": "{}", "prisma/schema.prisma": content });
        expect(scan(tree).lookedFor.length).toBeGreaterThan(0);
      }
    });
  }
});

test("20,000 files are scanned", () => {
  const files: Record<string, string> = { "index.html": "" };
  for (let index = 0; index < 20_000; index++)
    files[`a${index % 50}/b${index % 7}/file-${index}.js`] = "process.env.A\n";
  expect(scan(treeOf(files)).apps).toHaveLength(1);
});
