import { expect, test } from "bun:test";
import { join } from "node:path";
import { testFolder } from "../../test/support/folders.ts";
import { realFiles } from "../host/files.ts";
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

function routeTo(port: number): Route {
  const target = { kind: "server", address: "127.0.0.1", port } as const;
  return {
    hostname: "blog.localhost",
    port: null,
    backends: [{ release: "r1", weight: 1, targets: [target] }],
    gate: OPEN,
  };
}
