import { expect, test } from "bun:test";
import fc from "fast-check";
import { FileList } from "./file-list.ts";

const FILES = ["Makefile", "a-b/x.yml", "a.txt", "a/b/c.yaml", "a/d.yml", "a/e/f", "z"];
const list = new FileList(FILES);

test("a file is there by its whole path only", () => {
  for (const file of FILES) expect(list.has(file)).toBeTrue();
  for (const other of ["", "a", "a/b", "a/", "b/c.yaml", "/z", "constructor"]) expect(list.has(other)).toBeFalse();
});

test("a folder holds what stands below it, and not what is called alike", () => {
  expect(list.below("a")).toEqual(["a/b/c.yaml", "a/d.yml", "a/e/f"]);
  expect(list.below("a/e")).toEqual(["a/e/f"]);
  expect(["a", "a/b", "a-b"].map((path) => list.hasFolder(path))).toEqual([true, true, true]);
  expect(["a/d", "", "b", "z"].map((path) => list.hasFolder(path))).toEqual([false, false, false, false]);
});

test("files are found by their ending, those of several endings in one order", () => {
  expect(list.ending("yml")).toEqual(["a-b/x.yml", "a/d.yml"]);
  expect(list.ending("yml", "yaml")).toEqual(["a-b/x.yml", "a/b/c.yaml", "a/d.yml"]);
  expect(list.ending("")).toEqual(["Makefile", "a/e/f", "z"]);
  expect(list.ending("constructor")).toEqual([]);
});

test("a folder's own files and folders are listed once", () => {
  const paths = (folder: string) => [...list.in(folder)].map(({ path, isFolder }) => (isFolder ? `${path}/` : path));
  expect(paths(".")).toEqual(["Makefile", "a-b/", "a.txt", "a/", "z"]);
  expect(paths("a")).toEqual(["a/b/", "a/d.yml", "a/e/"]);
  expect(paths("none")).toEqual([]);
});

test("the nearest files come first, those of one level in their order", () => {
  expect([...list.nearestFirst()]).toEqual(["Makefile", "a.txt", "z", "a-b/x.yml", "a/d.yml", "a/b/c.yaml", "a/e/f"]);
});

test("a part's list has its paths from the part's folder on", () => {
  const part = new FileList(FILES, "a", list);
  expect(part.all).toEqual(["b/c.yaml", "d.yml", "e/f"]);
  expect(["d.yml", "b/c.yaml", "a/d.yml", "x.yml", "b"].map((file) => part.has(file))).toEqual([
    ...[true, true],
    ...[false, false, false],
  ]);
  expect(part.below("b")).toEqual(["b/c.yaml"]);
  expect([part.hasFolder("e"), part.hasFolder("a")]).toEqual([true, false]);
  expect([part.ending("yml"), part.ending("txt"), part.ending("py")]).toEqual([["d.yml"], [], []]);
  expect([...part.in(".")].map(({ path }) => path)).toEqual(["b", "d.yml", "e"]);
  expect([...part.nearestFirst()]).toEqual(["d.yml", "b/c.yaml", "e/f"]);
  expect(new FileList(FILES, "none").all).toEqual([]);
});

test("whatever a part is called, none of its files is missed and none is foreign", () => {
  const name = fc.string({ unit: "binary", minLength: 1, maxLength: 4 });
  const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")));
  const property = fc.property(paths, name, (made, folder) => {
    fc.pre(folder !== ".");
    const files = [...new Set(made)].sort();
    const expected = files.filter((file) => file.startsWith(`${folder}/`));
    expect(new FileList(files, folder).all.map((file) => `${folder}/${file}`)).toEqual(expected);
  });
  fc.assert(property);
});

test("paths that no disk has end every walk all the same", () => {
  const odd = ["", "../x", "./y", "/etc/passwd", "a//b", "a/./c", "//"].sort();
  expect([...new FileList(odd).nearestFirst()].sort()).toEqual(odd);
});

test("whatever files are called, walking through folders finds all of them", () => {
  const name = fc.string({ unit: "binary", minLength: 1, maxLength: 3 });
  const paths = fc.array(fc.array(name, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")));
  const property = fc.property(paths, (made) => {
    const files = [...new Set(made)].filter((file) => !made.some((other) => other.startsWith(`${file}/`))).sort();
    const sorted = new FileList(files);
    const depth = (file: string) => file.split("/").length;
    const expected = files.toSorted((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1));
    expect([...sorted.nearestFirst()]).toEqual(expected);
    expect(files.every((file) => sorted.has(file))).toBeTrue();
  });
  fc.assert(property);
});
