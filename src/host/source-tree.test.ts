import { afterEach, beforeEach, expect, test } from "bun:test";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readSourceTree } from "./source-tree.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "source-tree-test-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

test("lists a folder's files, sorted, without what tools put there", async () => {
  for (const path of ["b.txt", "a/c.txt", "node_modules/x/index.js", ".git/config", "a/.venv/y.py", ".env.example"]) {
    write(path, path);
  }
  const tree = await readSourceTree(root);
  expect(tree).toMatchObject({ files: [".env.example", "a/c.txt", "b.txt"], complete: true });
  expect(tree.read("a/c.txt")).toBe("a/c.txt");
});

test("nobody wrote what is in a cache that says that it is one", async () => {
  for (const path of ["src/main.rs", "target/CACHEDIR.TAG", "target/debug/build.rs", "a/target/mine"]) write(path, "");
  expect((await readSourceTree(root)).files).toEqual(["a/target/mine", "src/main.rs"]);
});

test("never follows a link, whether it was there before or came later", async () => {
  symlinkSync("/etc/passwd", join(root, "passwd"));
  symlinkSync("/etc", join(root, "etc"));
  symlinkSync(".", join(root, "loop"));
  write("real.txt", "text");
  const tree = await readSourceTree(root);
  expect(tree.files).toEqual(["real.txt"]);
  rmSync(join(root, "real.txt"));
  symlinkSync("/etc/passwd", join(root, "real.txt"));
  expect(tree.read("real.txt")).toBeNull();
});

test("reads only what it listed", async () => {
  const tree = await readSourceTree(root);
  expect(tree.read("../../etc/passwd")).toBeNull();
  expect(tree.read("/etc/passwd")).toBeNull();
});

test("large files, binary files and pipes are no text", async () => {
  write("large.js", "x".repeat(600_000));
  write("image.png", new Uint8Array([137, 80, 0, 1]));
  execFileSync("mkfifo", [join(root, "pipe")]);
  const tree = await readSourceTree(root);
  expect(tree.files).toEqual(["image.png", "large.js"]);
  expect(tree.files.map(tree.read)).toEqual([null, null]);
});

test("stops at 20,000 files and says so", async () => {
  for (let folder = 0; folder < 21; folder++) {
    mkdirSync(join(root, `f${folder}`));
    for (let file = 0; file < 1_000; file++) writeFileSync(join(root, `f${folder}/${file}`), "");
  }
  const tree = await readSourceTree(root);
  expect(tree.complete).toBeFalse();
  expect(tree.files).toHaveLength(20_000);
});

test("a folder that does not exist has no files", async () => {
  expect(await readSourceTree(join(root, "none"))).toMatchObject({ files: [], complete: true });
});
