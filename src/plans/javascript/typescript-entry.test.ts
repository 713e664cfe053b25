import { describe, expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { EMPTY_PACKAGE, readPackage } from "./package-json.ts";
import { compiledFile, typescriptStart } from "./typescript-entry.ts";

const folderOf = (files: Record<string, string>) => new Folder(treeOf(files), ".");
const startOf = (code: string, node = "24", more: Record<string, string> = {}) =>
  typescriptStart(folderOf({ "src/index.ts": code, ...more }), EMPTY_PACKAGE, "src/index.ts", node);

describe("Node runs TypeScript itself", () => {
  for (const code of [
    'import { greeting } from "./greeting.ts";\nconst hello: string = greeting;',
    'import express from "express";\ninterface Answer { text: string }',
    "type Shape = { kind: 'circle' };\nexport const enumerate = (list: string[]) => list;",
  ]) {
    test(code.split("\n").at(-1) ?? "", () => {
      expect(startOf(code)).toMatchObject({ command: "node src/index.ts", prepare: null });
    });
  }
});

describe("tsx is fetched, and the reason is said, for", () => {
  for (const [code, reason] of [
    ["export enum Size { Small }", "more than a type"],
    ["namespace Shop {\n}", "more than a type"],
    ["class Shop { constructor(private readonly name: string) {} }", "more than a type"],
    ["@Controller()\nclass Shop {}", "more than a type"],
    ['import { greeting } from "./greeting";', "not a file's whole name"],
    ['import { greeting } from "./greeting.js";', "not a file's whole name"],
  ] as const) {
    test(code.split("\n")[0] ?? "", () => {
      const { command, prepare, facts } = startOf(code);
      expect(command).toBe(".tsx/node_modules/.bin/tsx src/index.ts");
      expect(prepare).toBe("npm install --prefix .tsx tsx@4");
      expect(facts).toMatchObject([{ name: "runs TypeScript", value: expect.stringContaining(reason), line: 1 }]);
    });
  }

  test("a Node that runs no TypeScript", () => {
    expect(startOf("const hello: string = '';", "20").facts[0]?.value).toContain("Node 20 runs no TypeScript");
  });

  test("names that tsconfig.json maps", () => {
    const tsconfig = { "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }' };
    expect(startOf('import "@/greeting";', "24", tsconfig).facts[0]).toMatchObject({ file: "tsconfig.json", line: 1 });
  });
});

test("the project's own runner comes first", () => {
  const files = { "package.json": '{ "dependencies": { "tsx": "^4.0.0" } }', "index.ts": "const a: string = '';" };
  const folder = folderOf(files);
  const pkg = readPackage(folder) ?? EMPTY_PACKAGE;
  expect(typescriptStart(folder, pkg, "index.ts", "24").command).toBe("tsx index.ts");
});

test.each([
  ['{ "compilerOptions": { "outDir": "./dist" } }', "src/index.ts", "dist/index.js"],
  ['{ "compilerOptions": { "outDir": "build/", "rootDir": "./src" } }', "src/main.mts", "build/main.mjs"],
  ['{ "compilerOptions": { "outDir": "out", "rootDir": "." } }', "src/index.ts", "out/src/index.js"],
])("with %s, %s is compiled to %s", (tsconfig, entry, output) => {
  expect(compiledFile(folderOf({ "tsconfig.json": tsconfig, [entry]: "" }), entry)?.output).toBe(output);
});

test("without a folder to compile to there is no compiled file", () => {
  expect(compiledFile(folderOf({ "tsconfig.json": "{}", "src/index.ts": "" }), "src/index.ts")).toBeNull();
});
