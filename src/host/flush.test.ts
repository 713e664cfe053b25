import { expect, test } from "bun:test";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";

/** Flushes with a program in place of `sync` that writes down how it was called, and refuses some calls. */
async function flushWith(refuses: string, paths: string[]) {
  await using folder = await testFolder();
  const [program, calls] = [join(folder.path, "sync"), join(folder.path, "calls")];
  await writeFile(program, `#!/bin/sh\necho "sync $*" >> ${calls}\ncase "$*" in ${refuses}) exit 1;; esac\n`);
  await chmod(program, 0o755);
  const work = `await (await import(${JSON.stringify(join(import.meta.dir, "flush.ts"))})).flushDisk(...${JSON.stringify(paths)})`;
  const child = Bun.spawn([process.execPath, "-e", work], {
    env: { ...process.env, PATH: `${folder.path}:${process.env.PATH}` },
    stderr: "ignore",
  });
  const exitCode = await child.exited;
  return { exitCode, calls: (await readFile(calls, "utf8")).trim().split("\n") };
}

test("the file systems of the paths are flushed in one go", async () => {
  expect(await flushWith("never", ["/a", "/b"])).toEqual({ exitCode: 0, calls: ["sync -f /a /b"] });
});

test("all are flushed where the paths cannot be", async () => {
  expect(await flushWith("-f*", ["/a"])).toEqual({ exitCode: 0, calls: ["sync -f /a", "sync"] });
});

test("what could not be brought to the disk is not said to be there", async () => {
  expect((await flushWith("*", ["/a"])).exitCode).toBe(1);
});
