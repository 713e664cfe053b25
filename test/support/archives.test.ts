import { expect, test } from "bun:test";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../scripts/lib/run.ts";
import { tarFolder, writeFiles, zipFolder } from "./archives.ts";
import { testFolder } from "./folders.ts";

const FILES = { "index.html": "<h1>Hello</h1>", ".hidden": "yes", "deep/er/style.css": "h1 { color: red }" };

test("a packed folder holds its content at the top, hidden files too", async () => {
  await using folder = await testFolder();
  const source = join(folder.path, "source");
  await writeFiles(source, FILES);
  const zip = await zipFolder(source, join(folder.path, "source.zip"));
  const tar = await tarFolder(source, join(folder.path, "source.tar.gz"));
  for (const argv of [
    ["unzip", "-q", zip, "-d", join(folder.path, "from-zip")],
    ["tar", "-xzf", tar, "--one-top-level=from-tar", "-C", folder.path],
  ]) {
    await run(argv);
  }
  for (const unpacked of ["from-zip", "from-tar"]) {
    expect((await readdir(join(folder.path, unpacked))).sort()).toEqual([".hidden", "deep", "index.html"]);
    const style = Bun.file(join(folder.path, unpacked, "deep/er/style.css"));
    expect(await style.text()).toBe(FILES["deep/er/style.css"]);
  }
});

test("the folder of a test is gone at its end", async () => {
  let path = "";
  {
    await using folder = await testFolder();
    path = folder.path;
    await writeFiles(path, FILES);
  }
  expect(await readdir(path).catch((error: NodeJS.ErrnoException) => error.code)).toBe("ENOENT");
});
