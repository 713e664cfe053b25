import { expect, test } from "bun:test";
import fc from "fast-check";
import { foldersAbove } from "./folders-above.ts";

test("the nearest folder comes first and the root last", () => {
  expect([...foldersAbove("a/b/c")]).toEqual(["a/b", "a", "."]);
  expect([...foldersAbove("a")]).toEqual(["."]);
  expect([...foldersAbove(".")]).toEqual([]);
});

test("it ends whatever the path is", () => {
  const paths = fc
    .array(fc.constantFrom("/", ".", "..", "a", "\\", " "), { maxLength: 12 })
    .map((parts) => parts.join(""));
  fc.assert(fc.property(paths, (path) => expect([...foldersAbove(path)].length).toBeLessThanOrEqual(path.length + 1)));
});
