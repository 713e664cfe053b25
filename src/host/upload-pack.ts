import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Pack, pack } from "tar-stream";
import { AppError } from "../lib/errors.ts";
import { IgnoreRules } from "./git-ignore.ts";
import { CACHE_TAG } from "./source-tree.ts";

/** A folder that is ready to be sent. `bytes`: of all files together, before compression. */
export type UploadPack = {
  files: number;
  bytes: number;
  /** The folder as tar.gz, packed while it is read. */
  chunks: AsyncIterable<Uint8Array>;
};

type Entry = { path: string; full: string; mode: number } & (
  | { kind: "file"; bytes: number }
  | { kind: "folder" }
  | { kind: "link"; target: string }
);

/**
 * Lists what a folder's upload consists of: everything but `.git`, `node_modules`, caches that say that they are some
 * (Cargo's `target`), and what a `.gitignore` leaves out. File contents are read only as `chunks` are taken; `onProgress` is told how many of `bytes` have been.
 */
export async function packFolderForUpload(
  folder: string,
  onProgress: (packedBytes: number) => void = () => {},
): Promise<UploadPack> {
  const entries = await Array.fromAsync(entriesOf(folder, "", await IgnoreRules.forFolder(folder)));
  const files = entries.filter((entry) => entry.kind === "file");
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { files: files.length, bytes, chunks: packed(entries, onProgress) };
}

async function* entriesOf(folder: string, below: string, rules: IgnoreRules): AsyncGenerator<Entry> {
  const names = await readdir(join(folder, below));
  if (below !== "" && names.includes(CACHE_TAG)) return;
  for (const name of names.sort()) {
    const path = below === "" ? name : `${below}/${name}`;
    const entry = await describe(join(folder, path), path);
    if (!entry || rules.leavesOut(entry.full, entry.kind === "folder")) continue;
    yield entry;
    if (entry.kind === "folder") yield* entriesOf(folder, path, await rules.enter(entry.full));
  }
}

/** `null` for sockets, pipes and devices, which are no part of a program's source. */
async function describe(full: string, path: string): Promise<Entry | null> {
  const stats = await lstat(full);
  const mode = stats.mode & 0o777;
  if (stats.isDirectory()) return { kind: "folder", path, full, mode };
  if (stats.isSymbolicLink()) return { kind: "link", path, full, mode, target: await readlink(full) };
  return stats.isFile() ? { kind: "file", path, full, mode, bytes: stats.size } : null;
}

async function* packed(entries: readonly Entry[], onProgress: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const tar = pack();
  const zip = createGzip();
  const compressing = pipeline(tar, zip);
  const filling = fill(tar, entries, onProgress);
  const ended = Promise.allSettled([compressing, filling]);
  try {
    yield* zip;
  } catch (error) {
    const [, filled] = await ended;
    throw filled.status === "rejected" ? filled.reason : error;
  } finally {
    // Also when the taker has had enough.
    tar.destroy();
    await ended;
  }
}

async function fill(tar: Pack, entries: readonly Entry[], onProgress: (bytes: number) => void): Promise<void> {
  let done = 0;
  try {
    for (const entry of entries) {
      await add(tar, entry, (bytes) => {
        done += bytes;
        onProgress(done);
      });
    }
    tar.finalize();
  } catch (error) {
    tar.destroy(error as Error);
    throw error;
  }
}

async function add(tar: Pack, entry: Entry, onBytes: (bytes: number) => void): Promise<void> {
  const { path, mode } = entry;
  if (entry.kind === "folder") tar.entry({ name: `${path}/`, type: "directory", mode });
  else if (entry.kind === "link") tar.entry({ name: path, type: "symlink", linkname: entry.target });
  else await pipeline(contentOf(entry, onBytes), tar.entry({ name: path, type: "file", mode, size: entry.bytes }));
}

/** Exactly as many bytes as the archive was told; a log file that grows meanwhile is cut there. */
async function* contentOf({ path, full, bytes }: Entry & { kind: "file" }, onBytes: (bytes: number) => void) {
  let left = bytes;
  for await (const chunk of createReadStream(full, { end: Math.max(bytes - 1, 0) })) {
    const taken = chunk.subarray(0, left);
    left -= taken.length;
    yield taken;
    onBytes(taken.length);
  }
  if (left > 0) throw fileChanged(path);
}

function fileChanged(path: string): AppError {
  return new AppError({
    code: "file_changed",
    status: 409,
    summary: `${path} became shorter while it was being read.`,
    hint: "Wait until whatever writes it has finished, then deploy again.",
  });
}
