import { expect, test } from "bun:test";
import { chmod, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { loadSecretKey } from "./secret-key.ts";

test("the key is made once, for its owner only, and no draft of it stays", async () => {
  await using folder = await testFolder();
  const path = join(folder.path, "secret.key");
  const key = await loadSecretKey(path);
  expect(key).toHaveLength(32);
  expect(await loadSecretKey(path)).toEqual(key);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(folder.path)).toEqual(["secret.key"]);
});

test("those who make it at the same time have the same one", async () => {
  await using folder = await testFolder();
  const path = join(folder.path, "secret.key");
  const keys = await Promise.all(Array.from({ length: 8 }, () => loadSecretKey(path)));
  expect(new Set(keys.map((key) => Buffer.from(key).toString("hex"))).size).toBe(1);
  expect(await readdir(folder.path)).toEqual(["secret.key"]);
});

test("a key that others could read is taken from them", async () => {
  await using folder = await testFolder();
  const path = join(folder.path, "secret.key");
  await loadSecretKey(path);
  await chmod(path, 0o644);
  await loadSecretKey(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});
