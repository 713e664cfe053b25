import { expect, test } from "bun:test";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { realFiles } from "../host/files.ts";
import { DynamicFolder } from "./traefik-folder.ts";

test("a file that Traefik cannot read is named until it is mended, also when it could be read before", async () => {
  await using folder = await testFolder();
  const dynamic = new DynamicFolder(realFiles, folder.path);
  await dynamic.write("blog", [{ hostname: "blog.localhost", port: null, target: server(3000) }], 4000);
  expect(await dynamic.problem()).toBeNull();
  await Bun.write(join(folder.path, "blog.yml"), "http: [");
  expect(await dynamic.problem()).toContain("blog.yml");
  expect(await dynamic.problem()).toContain("blog.yml");
  await dynamic.write("blog", [{ hostname: "blog.localhost", port: null, target: server(3001) }], 4000);
  expect(await dynamic.problem()).toBeNull();
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

function server(port: number) {
  return { kind: "server", address: "127.0.0.1", port } as const;
}
