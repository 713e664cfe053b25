import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmod, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Failing, fail } from "./failing.ts";

const before = process.env.TMPDIR;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-failures-"));
  process.env.TMPDIR = folder;
});
afterEach(async () => {
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  await rm(folder, { recursive: true, force: true });
});

const failing = (script: string): Failing => ({
  ...{ name: "made-up", rule: "made-up", when: "runtime", language: "any", python: "python3", script },
  ...{ needs: [], npm: [], pip: [] },
});

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

test("what a failure does to the folder above its own leaves everybody else's files as they are", async () => {
  const neighbour = join(folder, "neighbour");
  await writeFile(neighbour, "a secret");
  await chmod(neighbour, 0o600);
  expect(await fail(failing("chmod -R 755 . .. && pwd && echo $HOME"))).toBe("/app\n/home/app\n");
  expect(await modeOf(neighbour)).toBe("600");
  expect(await modeOf(folder)).toBe("700");
  expect(await readdir(folder)).toEqual(["neighbour"]);
});
