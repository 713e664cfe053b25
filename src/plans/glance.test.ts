import { expect, test } from "bun:test";
import { scanPart } from "./choose.ts";
import { scan } from "./scan.ts";
import { treeOf } from "./source-tree.ts";

/** A workspace of many parts, each with more files of code than a glance takes in; the last one reads a variable. */
function manyParts(parts: number, filesOfEach: number): Record<string, string> {
  const files: Record<string, string> = { "package.json": '{"private":true,"workspaces":["apps/*"]}' };
  for (let part = 10; part < 10 + parts; part++) {
    files[`apps/a${part}/package.json`] = `{"name":"a${part}","scripts":{"start":"node server.js"}}`;
    files[`apps/a${part}/server.js`] = "listen(process.env.NEAR);";
    for (let file = 0; file < filesOfEach; file++) files[`apps/a${part}/lib/f${file}.js`] = "export {};";
    files[`apps/a${part}/lib/z.js`] = "process.env.FAR;";
  }
  return files;
}

const variablesOf = (app: { variables: { name: string }[] } | undefined) => app?.variables.map(({ name }) => name);

test("of a large source's parts the one that is built is read to its last file, the others at a glance", () => {
  const files = manyParts(50, 130);
  const { apps } = scan(treeOf(files));
  expect(apps).toHaveLength(50);
  expect(variablesOf(apps[0])).toEqual(["FAR", "NEAR"]);
  expect(variablesOf(apps[1])).toEqual(["NEAR"]);
  const chosen = scanPart(treeOf(files), "apps/a33").apps;
  expect(chosen.map(({ path }) => path)).toEqual(apps.map(({ path }) => path));
  expect(variablesOf(chosen.find(({ path }) => path === "apps/a33"))).toEqual(["FAR", "NEAR"]);
  expect(variablesOf(chosen[0])).toEqual(["NEAR"]);
});

test("a source that is read twice gives the same answer twice", () => {
  const tree = treeOf(manyParts(50, 130));
  const first = scan(tree);
  expect(scan(tree)).toEqual(first);
  expect(scan(tree, "apps/a20")).toEqual(scan(tree, "apps/a20"));
});

test("in a source of ordinary size every part is read to its last file", () => {
  const { apps } = scan(treeOf(manyParts(8, 130)));
  for (const app of apps) expect(variablesOf(app)).toEqual(["FAR", "NEAR"]);
});
