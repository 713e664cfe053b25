import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { realFiles } from "../host/files.ts";
import type { BuildRequest } from "./runtime.ts";
import { publishSite } from "./site.ts";

const request = { name: "blog-d2", plan: { facts: [] } } as unknown as Pick<BuildRequest, "name" | "plan">;

test("a site has its name once its files are on the disk", async () => {
  await using folder = await testFolder();
  const done: string[] = [];
  const files: typeof realFiles = {
    ...realFiles,
    async flush(path) {
      done.push(`flush ${(await readdir(path)).filter((name) => !name.startsWith(".")).join()}`);
    },
    async rename(from, to) {
      done.push(`name it ${to.slice(folder.path.length + 1)}`);
      await realFiles.rename(from, to);
    },
  };
  await publishSite(files, folder.path, request, async (into) => {
    await Bun.write(join(into, "index.html"), "hello");
    await Bun.write(join(into, "app.js"), "1");
  });
  expect(done[0]?.split(" ")[1]?.split(",").sort()).toEqual(["app.js", "index.html"]);
  expect(done.slice(1)).toEqual(["name it blog-d2"]);
});

test("what could not be brought to the disk is no site", async () => {
  await using folder = await testFolder();
  const files = { ...realFiles, flush: () => Promise.reject(new Error("the disk is gone")) };
  const fill = async (into: string) => void (await Bun.write(join(into, "index.html"), "hello"));
  await expect(publishSite(files, folder.path, request, fill)).rejects.toThrow("the disk is gone");
  expect(await readdir(folder.path)).toEqual([]);
});
