import { createHash, type Hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createZstdCompress } from "node:zlib";
import { type Header, type Pack, pack } from "tar-stream";
import { type TreeEntry, type TreeFile, walkTree } from "./tree.ts";

/** `hash`: SHA-256 of the content. `bytes`: of all files together, before compression. */
export type Packed = { hash: string; bytes: number; files: number };

/** Writes the folder as tar.zst and hashes it on the way, so that each file is read once. */
export async function packFolder(folder: string, file: string, signal?: AbortSignal): Promise<Packed> {
  const tar = pack();
  const out = await open(file, "wx", 0o600);
  // Flushed: the file's later name says that its content is whole.
  const writing = pipeline(
    [tar, createZstdCompress(), out.createWriteStream({ flush: true })],
    signal ? { signal } : {},
  );
  const [packed, written] = await Promise.allSettled([addEntries(tar, folder), writing]);
  if (packed.status === "fulfilled" && written.status === "fulfilled") return packed.value;
  await rm(file, { force: true });
  throw packed.status === "rejected" ? packed.reason : (written as PromiseRejectedResult).reason;
}

async function addEntries(tar: Pack, folder: string): Promise<Packed> {
  const hash = createHash("sha256");
  let bytes = 0;
  let files = 0;
  try {
    for await (const entry of walkTree(folder)) {
      hash.update(`${fingerprint(entry)}\0`);
      if (entry.kind === "file") {
        await addFile(tar, folder, entry, hash);
        bytes += entry.bytes;
        files++;
      } else tar.entry(header(entry));
    }
    tar.finalize();
    return { hash: hash.digest("hex"), bytes, files };
  } catch (error) {
    tar.destroy(error as Error);
    throw error;
  }
}

/** A path can hold no NUL, so no two trees have the same sequence of these. */
function fingerprint(entry: TreeEntry): string {
  switch (entry.kind) {
    case "folder":
      return `folder\0${entry.path}`;
    case "link":
      return `link\0${entry.path}\0${entry.target}`;
    case "file":
      return `file\0${entry.path}\0${entry.executable ? "x" : "-"}\0${entry.bytes}`;
  }
}

/** Times and owners are not content, so that the same tree makes the same archive. */
const NO_TIME = new Date(0);

function header(entry: TreeEntry): Partial<Header> & { name: string } {
  switch (entry.kind) {
    case "folder":
      return { name: `${entry.path}/`, type: "directory", mode: 0o755, mtime: NO_TIME };
    case "link":
      return { name: entry.path, type: "symlink", linkname: entry.target, mtime: NO_TIME };
    case "file": {
      const mode = entry.executable ? 0o755 : 0o644;
      return { name: entry.path, type: "file", size: entry.bytes, mode, mtime: NO_TIME };
    }
  }
}

async function addFile(tar: Pack, folder: string, file: TreeFile, hash: Hash): Promise<void> {
  const chunks = async function* () {
    for await (const chunk of createReadStream(join(folder, file.path))) {
      hash.update(chunk);
      yield chunk;
    }
  };
  await pipeline(chunks, tar.entry(header(file)));
}
