import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const findingsOf = (tree: ReturnType<typeof treeOf>) => scan(tree).apps[0]?.findings.map(({ id, file }) => [id, file]);

test("a .env in the source is told about, because the build leaves it out", () => {
  expect(findingsOf(treeOf({ "index.html": "", ".env": "KEY=1" }))).toEqual([["env-file", ".env"]]);
  expect(findingsOf(treeOf({ "index.html": "", ".env.example": "KEY=" }))).toEqual([]);
});

test("a source that was looked at in part only says so", () => {
  expect(findingsOf({ ...treeOf({ "index.html": "" }), complete: false })).toEqual([["too-many-files", null]]);
});
