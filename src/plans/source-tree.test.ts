import { expect, test } from "bun:test";
import fc from "fast-check";
import { subTree, treeOf } from "./source-tree.ts";

test("a folder's tree holds the files below it and no neighbour's", () => {
  const tree = treeOf({ "a/b/x": "1", "a/b0": "2", "a/b-c/x": "3", "a/b/c/y": "4", "a.txt": "5" });
  const below = subTree(tree, "a/b");
  expect(below.files).toEqual(["c/y", "x"]);
  expect(below.read("c/y")).toBe("4");
  expect(below.read("../b0")).toBeNull();
  expect(subTree(tree, "none").files).toEqual([]);
  expect(subTree(tree, ".")).toBe(tree);
});

test("whatever files are called, none is missed and none is foreign", () => {
  const name = fc.string({ unit: "binary", minLength: 1, maxLength: 4 });
  const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")));
  const property = fc.property(paths, name, (files, folder) => {
    fc.pre(folder !== ".");
    const tree = treeOf(Object.fromEntries(files.map((file) => [file, ""])));
    const expected = tree.files.filter((file) => file.startsWith(`${folder}/`));
    expect(subTree(tree, folder).files.map((file) => `${folder}/${file}`)).toEqual(expected);
  });
  fc.assert(property);
});
