import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { chmod, lstat, mkdir, mkdtemp, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realArchives } from "./archive.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-pack-test-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("packing", () => {
  async function project(name: string): Promise<string> {
    const place = join(folder, name);
    await mkdir(join(place, "only/empty"), { recursive: true });
    await writeFile(join(place, "only/run.sh"), "echo hi");
    await chmod(join(place, "only/run.sh"), 0o755);
    await symlink("run.sh", join(place, "only/link"));
    return place;
  }

  test("and unpacking gives the same tree, its single top folder included", async () => {
    const packed = await realArchives.pack(await project("one"), join(folder, "one.packed"));
    expect(packed).toMatchObject({ bytes: 7, files: 1 });
    const into = join(folder, "one-again");
    await realArchives.unpackPacked(join(folder, "one.packed"), into);
    expect(await readlink(join(into, "only/link"))).toBe("run.sh");
    expect((await lstat(join(into, "only/run.sh"))).mode & 0o777).toBe(0o755);
    expect(existsSync(join(into, "only/empty"))).toBe(true);
    expect(await realArchives.pack(into, join(folder, "again.packed"))).toEqual(packed);
  });

  test("hashes paths, bytes, executable bits and link targets, and nothing else", async () => {
    const changes: [string, (place: string) => Promise<void>][] = [
      ["bytes", (place) => writeFile(join(place, "only/run.sh"), "echo ho")],
      ["mode", (place) => chmod(join(place, "only/run.sh"), 0o644)],
      ["path", (place) => writeFile(join(place, "only/more"), "")],
      ["target", (place) => rm(join(place, "only/link")).then(() => symlink("empty", join(place, "only/link")))],
    ];
    const hashes = new Set([(await realArchives.pack(await project("same"), join(folder, "same.packed"))).hash]);
    for (const [name, change] of changes) {
      const place = await project(name);
      await change(place);
      hashes.add((await realArchives.pack(place, join(folder, `${name}.packed`))).hash);
    }
    expect(hashes.size).toBe(changes.length + 1);
  });
});

test("links that lead out of a folder are found", async () => {
  const place = join(folder, "with-links");
  await mkdir(join(place, "a"), { recursive: true });
  await symlink("/etc/passwd", join(place, "absolute"));
  await symlink("../a", join(place, "a/fine"));
  await symlink("../../x", join(place, "a/out"));
  const paths = (await realArchives.escapingLinks(place)).map(({ path }) => path);
  expect(paths).toEqual(["a/out", "absolute"]);
});
