import { expect, test } from "bun:test";
import { watch } from "node:fs";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { type Files, realFiles } from "../host/files.ts";
import { OPEN, type Route } from "./route.ts";
import { DynamicFolder } from "./traefik-folder.ts";

const OWN = { staticPort: 4000, sitesFolder: "/sites", holderPort: 9001 };

test("a file that Traefik cannot read is named until it is mended, also when it could be read before", async () => {
  await using folder = await testFolder();
  const dynamic = new DynamicFolder(realFiles, folder.path);
  await dynamic.write("blog", [routeTo(3000)], OWN);
  expect(await dynamic.problem()).toBeNull();
  await Bun.write(join(folder.path, "blog.yml"), "http: [");
  expect(await dynamic.problem()).toContain("blog.yml");
  expect(await dynamic.problem()).toContain("blog.yml");
  await dynamic.write("blog", [routeTo(3001)], OWN);
  expect(await dynamic.problem()).toBeNull();
});

test("nothing but whole files is ever to be seen in the folder, or Traefik would read it all for a draft", async () => {
  await using folder = await testFolder();
  const path = join(folder.path, "dynamic");
  await realFiles.makeFolder(path);
  const seen: unknown[] = [];
  const isOver = Promise.withResolvers<void>();
  const watcher = watch(path, (_event, name) => {
    seen.push(name);
    if (name === "last.yml") isOver.resolve();
  });
  const dynamic = new DynamicFolder(realFiles, path);
  await dynamic.write("blog", [routeTo(3000)], OWN);
  await Bun.write(join(path, "last.yml"), "http: {}");
  await isOver.promise;
  watcher.close();
  expect(seen).toContain("blog.yml");
  expect(seen.filter((name) => name !== "blog.yml" && name !== "last.yml")).toEqual([]);
});

test("a file that did not change is not read again", async () => {
  await using folder = await testFolder();
  const read: string[] = [];
  const readText = (path: string) => {
    read.push(path);
    return realFiles.readText(path);
  };
  const dynamic = new DynamicFolder({ ...realFiles, readText }, folder.path);
  await Bun.write(join(folder.path, "other.toml"), "[http]\n");
  await dynamic.problem();
  await dynamic.problem();
  expect(read).toHaveLength(1);
});

test.each(["stat", "readText", "rename"] as const)(
  "a file that goes while it is looked at (%s) troubles nobody",
  async (step) => {
    await using folder = await testFolder();
    const ending = join(folder.path, "ending.yml");
    const whenGone = <Result>(path: string, then: () => Promise<Result>) =>
      path === ending ? realFiles.remove(ending).then(then) : then();
    const files: Files = {
      ...realFiles,
      ...(step === "stat" && { stat: (path) => whenGone(path, () => realFiles.stat(path)) }),
      ...(step === "readText" && { readText: (path) => whenGone(path, () => realFiles.readText(path)) }),
      ...(step === "rename" && { rename: (from, to) => whenGone(from, () => realFiles.rename(from, to)) }),
    };
    const dynamic = new DynamicFolder(files, folder.path);
    await Bun.write(ending, "http: [");
    await Bun.write(join(folder.path, "torn.yml"), "http: [");
    expect(await dynamic.setAside(null)).toEqual(["torn.yml"]);
    expect(await dynamic.problem()).toBeNull();
  },
);

function routeTo(port: number): Route {
  const target = { kind: "server", address: "127.0.0.1", port } as const;
  return {
    hostname: "blog.localhost",
    port: null,
    backends: [{ release: "r1", weight: 1, targets: [target] }],
    gate: OPEN,
  };
}
