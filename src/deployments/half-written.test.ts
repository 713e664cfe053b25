import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { realFiles } from "../host/files.ts";
import { removeHalfWritten } from "./half-written.ts";

const DRAFT = ".e772d469-f6b1-4420-95f8-1360799e7ac2.tmp";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-half-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("drafts that a killed AutoStack left go, wherever it writes; all else stays", async () => {
  const kept = ["edge/dynamic/blog.yml", "sites/blog/.well-known.tmp", "sources/snapshots/1.tar.zst", "autostack.db"];
  const drafts = [DRAFT, `edge/${DRAFT}`, `edge/dynamic/${DRAFT}`, `sources/snapshots/${DRAFT}`, "sites/.blog.tmp/x"];
  for (const path of [...kept, ...drafts]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), "x");
  }
  await removeHalfWritten(realFiles, folder);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  expect(found.sort()).toEqual(kept.map((path) => join(folder, path)).sort());
});

test("a data folder that is new has none", () => expect(removeHalfWritten(realFiles, folder)).resolves.toBeUndefined());
