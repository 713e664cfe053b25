import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { EMPTY_PACKAGE, readPackage } from "./package-json.ts";
import { systemNeeds } from "./system-packages.ts";

function needs(dependencies: Record<string, string>, devDependencies: Record<string, string> = {}) {
  const folder = new Folder(treeOf({ "package.json": JSON.stringify({ dependencies, devDependencies }) }), ".");
  return systemNeeds(readPackage(folder) ?? EMPTY_PACKAGE);
}

test("a module that may be compiled gets a compiler for the build alone", () => {
  expect(needs({ "better-sqlite3": "^12.0.0" }).packages).toEqual({ build: ["python3", "make", "g++"], run: [] });
});

test("a version that brings what it needs asks for nothing", () => {
  expect(needs({ bcrypt: "^5.1.0" }).packages.build).toContain("g++");
  expect(needs({ bcrypt: "^6.0.0", sharp: "^0.34.0" })).toMatchObject({ packages: { build: [], run: [] }, facts: [] });
});

test("several dependencies name a package once", () => {
  const { build } = needs({ sqlite3: "5", bcrypt: "5" }).packages;
  expect(build).toEqual([...new Set(build)]);
});

test("a browser is part of the release when the program drives it, and not when its tests do", () => {
  expect(needs({ puppeteer: "24" })).toMatchObject({
    packages: { run: expect.arrayContaining(["chromium"]) },
    settings: ["PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium"],
  });
  expect(needs({}, { puppeteer: "24", playwright: "1" }).packages.run).toEqual([]);
  expect(needs({ playwright: "1" }).findings.map(({ id }) => id)).toEqual(["browser-path"]);
});

test("each need is a fact with the line of its dependency", () => {
  expect(needs({ "@prisma/client": "6" }).facts).toEqual([
    { name: "system packages", value: "openssl", file: "package.json", line: 1 },
  ]);
});
