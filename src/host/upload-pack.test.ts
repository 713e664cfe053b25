import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { extract, type Header } from "tar-stream";
import { packFolderForUpload } from "./upload-pack.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-upload-pack-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

async function unpack(chunks: AsyncIterable<Uint8Array>): Promise<Map<string, { header: Header; text: string }>> {
  const entries = new Map<string, { header: Header; text: string }>();
  const tar = Readable.from(chunks, { objectMode: false }).pipe(createGunzip()).pipe(extract());
  for await (const entry of tar) {
    const text = Buffer.concat(await Array.fromAsync(entry as AsyncIterable<Buffer>)).toString();
    entries.set(entry.header.name, { header: entry.header, text });
  }
  return entries;
}

/** The names of the files that an upload of `below` would carry. */
async function sent(below = "."): Promise<string[]> {
  const { chunks } = await packFolderForUpload(join(folder, below));
  return [...(await unpack(chunks)).keys()].filter((name) => !name.endsWith("/"));
}

describe("what is sent", () => {
  test("everything but .git and node_modules, at any depth", async () => {
    await write({
      "server.js": "1",
      ".git/HEAD": "ref",
      "node_modules/x/index.js": "x",
      "web/node_modules/y.js": "y",
      "web/app.js": "2",
    });
    expect(await sent()).toEqual(["server.js", "web/app.js"]);
  });

  test("nothing of a cache that says that it is one, such as Cargo's target", async () => {
    await write({
      "src/main.rs": "",
      "target/CACHEDIR.TAG": "Signature: x",
      "target/debug/app": "0",
      "a/target/b": "",
    });
    expect(await sent()).toEqual(["a/target/b", "src/main.rs"]);
  });

  test("a .gitignore's patterns hold below it, a leading slash only beside it", async () => {
    await write({ ".gitignore": "*.log\n/dist\nsecret/\n# note\n\n", "dist/a": "", "web/dist/b": "", "x.log": "" });
    await write({ "web/y.log": "", "web/secret/key": "", secret2: "" });
    expect(await sent()).toEqual([".gitignore", "secret2", "web/dist/b"]);
  });

  test("a nested .gitignore holds only in its own folder and wins over the one above", async () => {
    await write({ ".gitignore": "*.env\n", "web/.gitignore": "!sample.env\n/local\nbuild/out\n" });
    await write({ "sample.env": "", "web/sample.env": "", "web/other.env": "", "web/deep/sample.env": "" });
    await write({ "web/local": "", local: "", "web/build/out": "", "web/x/build/out": "", "build/out": "" });
    expect(await sent()).toEqual([
      ".gitignore",
      "build/out",
      "local",
      "web/.gitignore",
      "web/deep/sample.env",
      "web/sample.env",
      "web/x/build/out",
    ]);
  });

  test("a negation brings a file back, but not out of a folder that is left out as a whole", async () => {
    await write({ ".gitignore": "*.key\n!public.key\nprivate/\n!private/public.key\n" });
    await write({ "public.key": "", "other.key": "", "private/public.key": "" });
    expect(await sent()).toEqual([".gitignore", "public.key"]);
  });

  test("a nested negation brings a whole folder back", async () => {
    await write({ ".gitignore": "web/keep/\n", "web/.gitignore": "!keep/\n", "web/keep/a": "" });
    expect(await sent()).toContain("web/keep/a");
  });

  test("a folder's name is no pattern", async () => {
    await write({ "we[b]*/.gitignore": "x\n", "we[b]*/x": "", "web/x": "" });
    expect(await sent()).toEqual(["we[b]*/.gitignore", "web/x"]);
  });

  test("patterns tell small letters from capitals, as Git does", async () => {
    await write({ ".gitignore": "build\n", BUILD: "", build: "" });
    expect(await sent()).toEqual([".gitignore", "BUILD"]);
  });

  test("a folder inside a repository obeys the repository's rules", async () => {
    await write({ ".git/HEAD": "ref", ".gitignore": ".env\n", "apps/web/.env": "SECRET=1", "apps/web/index.js": "" });
    expect(await sent("apps/web")).toEqual(["index.js"]);
  });

  test("an ignored folder that is named itself is sent", async () => {
    await write({ ".git/HEAD": "ref", ".gitignore": "dist/\n", "dist/index.html": "", "dist/a/b.html": "" });
    expect(await sent("dist")).toEqual(["a/b.html", "index.html"]);
  });
});

describe("the archive", () => {
  test("keeps contents, programs' modes and links as links", async () => {
    await write({ "run.sh": "#!/bin/sh\n", "empty.txt": "", "web/page.html": "hällo" });
    await chmod(join(folder, "run.sh"), 0o755);
    await symlink("web/page.html", join(folder, "index.html"));
    const entries = await unpack((await packFolderForUpload(folder)).chunks);
    expect(entries.get("web/page.html")?.text).toBe("hällo");
    expect(entries.get("empty.txt")?.text).toBe("");
    expect(entries.get("run.sh")?.header.mode).toBe(0o755);
    expect(entries.get("index.html")?.header).toMatchObject({ type: "symlink", linkname: "web/page.html" });
  });

  test("tells how much there is and how much of it has been read", async () => {
    await write({ a: "x".repeat(200_000), b: "y".repeat(100_000) });
    const seen: number[] = [];
    const { files, bytes, chunks } = await packFolderForUpload(folder, (packed) => seen.push(packed));
    expect({ files, bytes }).toEqual({ files: 2, bytes: 300_000 });
    await unpack(chunks);
    expect(seen).toEqual([...seen].sort((one, other) => one - other));
    expect(seen.at(-1)).toBe(300_000);
  });

  test("a file that shrank since it was listed is named", async () => {
    await write({ "big.bin": "x".repeat(1000) });
    const { chunks } = await packFolderForUpload(folder);
    await truncate(join(folder, "big.bin"), 10);
    await expect(Array.fromAsync(chunks)).rejects.toThrow("big.bin became shorter");
  });

  test("a file that is gone since it was listed fails the upload", async () => {
    await write({ a: "1", b: "2" });
    const { chunks } = await packFolderForUpload(folder);
    await rm(join(folder, "b"));
    await expect(Array.fromAsync(chunks)).rejects.toThrow("ENOENT");
  });

  test("is let go of when the taker stops in the middle", async () => {
    await write({ a: crypto.getRandomValues(Buffer.alloc(65_536)).toString("hex").repeat(20) });
    let packedBytes = 0;
    const { bytes, chunks } = await packFolderForUpload(folder, (packed) => {
      packedBytes = packed;
    });
    for await (const _ of chunks) break;
    expect(packedBytes).toBeLessThan(bytes);
  });
});
