import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tar from "tar-stream";
import { packContext } from "./docker-context.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-context-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function entries(context: Parameters<typeof packContext>[0]) {
  const found = new Map<string, { type: string; uid: number; text: string }>();
  for await (const entry of packContext(context, []).pipe(tar.extract())) {
    const text = (await Array.fromAsync(entry)).join("");
    found.set(entry.header.name.replace(/\/$/, ""), {
      type: entry.header.type ?? "",
      uid: entry.header.uid ?? -1,
      text,
    });
  }
  return found;
}

test("sends AutoStack's files, then the folder's under its prefix, all owned by nobody in particular", async () => {
  await mkdir(join(folder, "a"));
  await writeFile(join(folder, "a/b.txt"), "text");
  await writeFile(join(folder, "skip.log"), "no");
  await symlink("a/b.txt", join(folder, "link"));
  const files = { Dockerfile: "FROM scratch\n", ".autostack/build-env.sh": "" };
  const found = await entries({ folder, prefix: "source", files, ignore: "*.log" });
  expect([...found.keys()].sort()).toEqual(
    [".autostack/build-env.sh", "Dockerfile", "source", "source/a", "source/a/b.txt", "source/link"].sort(),
  );
  expect(found.get("source/a/b.txt")).toEqual({ type: "file", uid: 0, text: "text" });
  expect(found.get("source/link")).toMatchObject({ type: "symlink" });
  expect(found.get("Dockerfile")).toMatchObject({ text: "FROM scratch\n" });
});
