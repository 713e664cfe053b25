import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { readdir, utimes } from "node:fs/promises";
import { basename, join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { realFiles } from "../host/files.ts";
import type { BuildRequest } from "./runtime.ts";
import { SiteFolders } from "./site-folders.ts";

let folder: Awaited<ReturnType<typeof testFolder>>;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder[Symbol.asyncDispose]());

type Request = Pick<BuildRequest, "name" | "plan" | "claim">;
const request = (name: string, more: object = {}): Request =>
  ({ name, plan: { facts: [] }, claim: () => {}, ...more }) as unknown as Request;
const page = (text: string) => async (into: string) => void (await Bun.write(join(into, "index.html"), text));
const named = async () => (await readdir(folder.path)).sort();

test("a site has its name once its files are on the disk", async () => {
  const done: string[] = [];
  const files: typeof realFiles = {
    ...realFiles,
    async flush(path) {
      done.push(`flush ${(await readdir(path)).filter((name) => !name.startsWith(".")).join()}`);
    },
    async rename(from, to) {
      done.push("name it");
      await realFiles.rename(from, to);
    },
  };
  await new SiteFolders(files, folder.path).publish(request("blog-d2"), page("hello"));
  expect(done).toEqual(["flush index.html", "name it"]);
});

test("what could not be brought to the disk is no site", async () => {
  const files = { ...realFiles, flush: () => Promise.reject(new Error("the disk is gone")) };
  const published = new SiteFolders(files, folder.path).publish(request("blog-d2"), page("hello"));
  await expect(published).rejects.toThrow("the disk is gone");
  expect(await named()).toEqual([]);
});

test("what is the same has one folder, which is not written again", async () => {
  const sites = new SiteFolders(realFiles, folder.path);
  const first = await sites.publish(request("blog-d1"), page("hello"));
  const past = new Date(1_000_000);
  await utimes(join(first.folder, "index.html"), past, past);
  const second = await sites.publish(request("shop-d2"), page("hello"));
  expect(second).toEqual(first);
  expect(await named()).toEqual([basename(first.folder)]);
  expect((await realFiles.stat(join(first.folder, "index.html")))?.mtimeMs).toBe(past.getTime());
  const other = await sites.publish(request("blog-d3"), page("hello!"));
  expect(await named()).toEqual([basename(first.folder), basename(other.folder)].sort());
});

test("two that come to the same files at once name them once", async () => {
  let renamed = 0;
  const files: typeof realFiles = {
    ...realFiles,
    async rename(from, to) {
      renamed++;
      await realFiles.rename(from, to);
    },
  };
  const sites = new SiteFolders(files, folder.path);
  const names = ["a-1", "b-2", "c-3"];
  const published = await Promise.all(names.map((name) => sites.publish(request(name), page("hello"))));
  expect(new Set(published.map((site) => site.folder)).size).toBe(1);
  expect(renamed).toBe(1);
  expect(await named()).toEqual([basename(published[0]?.folder ?? "")]);
});

test("a build that comes to the files of a folder which is just removed has them all the same", async () => {
  const removing = Promise.withResolvers<void>();
  const files: typeof realFiles = {
    ...realFiles,
    async rename(from, to) {
      if (to.endsWith(".gone.tmp")) await removing.promise;
      await realFiles.rename(from, to);
    },
  };
  const sites = new SiteFolders(files, folder.path);
  const { folder: shared } = await sites.publish(request("blog-d1"), page("hello"));
  const removed = sites.remove(shared);
  const claimed = Promise.withResolvers<string>();
  const again = sites.publish(request("blog-d2", { claim: claimed.resolve }), page("hello"));
  expect(await claimed.promise).toBe(shared);
  removing.resolve();
  await removed;
  expect((await again).folder).toBe(shared);
  expect(await Bun.file(join(shared, "index.html")).text()).toBe("hello");
  expect(await Bun.file(join(shared, ".autostack/site.json")).exists()).toBe(true);
});

test("a removal that is cut off leaves nothing that could be taken for the site", async () => {
  const files: typeof realFiles = {
    ...realFiles,
    async remove(path) {
      if (path.endsWith(".gone.tmp") && existsSync(path)) throw new Error("killed");
      await realFiles.remove(path);
    },
  };
  const sites = new SiteFolders(files, folder.path);
  const { folder: shared } = await sites.publish(request("blog-d1"), page("hello"));
  await expect(sites.remove(shared)).rejects.toThrow("killed");
  expect(await named()).toEqual([`.${basename(shared)}.gone.tmp`]);
  const again = await new SiteFolders(realFiles, folder.path).publish(request("blog-d2"), page("hello"));
  await new SiteFolders(realFiles, folder.path).remove(again.folder);
  expect(await named()).toEqual([]);
});

test("a folder that an earlier AutoStack named after a deployment goes like any other", async () => {
  await Bun.write(join(folder.path, "blog-d2/index.html"), "hello");
  const sites = new SiteFolders(realFiles, folder.path);
  await sites.remove(join(folder.path, "blog-d2"));
  await sites.remove(join(folder.path, "blog-d2"));
  expect(await named()).toEqual([]);
});

test("a build without a file to serve is refused", async () => {
  const sites = new SiteFolders(realFiles, folder.path);
  const nothing = sites.publish(request("blog-d1"), async () => {});
  await expect(nothing).rejects.toMatchObject({ code: "site_empty", status: 422 });
  expect(await named()).toEqual([]);
});
