import type { Stats } from "node:fs";
import { constants, createReadStream, createWriteStream } from "node:fs";
import * as fs from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import type { Readable, Writable } from "node:stream";
import { flushDisk, flushNames } from "./flush.ts";

/** `totalInodes` is 0 where the file system makes them as it needs them. */
export type DiskSpace = { freeBytes: number; totalBytes: number; freeInodes: number; totalInodes: number };

/** The machine's file system, as far as AutoStack touches it. Paths are absolute. */
export interface Files {
  exists(path: string): Promise<boolean>;
  /** `null` when there is nothing at the path. Links are not followed. */
  stat(path: string): Promise<Stats | null>;
  readText(path: string): Promise<string>;
  readBytes(path: string): Promise<Uint8Array>;
  /**
   * Writes beside the path, syncs and renames: a reader sees the old file or the new one, never a part. A `draftFolder` on the same
   * file system is where it is written when the path's own folder is watched.
   */
  writeAtomically(path: string, content: string | Uint8Array, mode?: number, draftFolder?: string): Promise<void>;
  append(path: string, content: string): Promise<void>;
  makeFolder(path: string, mode?: number): Promise<void>;
  list(path: string): Promise<{ name: string; isFolder: boolean }[]>;
  /** Removes a file or a whole folder; no error when it is gone already. */
  remove(path: string): Promise<void>;
  /** The new name outlives a power cut; so does the content only when it was flushed before. */
  rename(from: string, to: string): Promise<void>;
  /** All that was written below the path, by any program, outlives a power cut from here on. */
  flush(path: string): Promise<void>;
  /** Copies a folder's content; links stay links. `skip` is asked with each path inside the folder. */
  copyFolder(from: string, to: string, skip?: (path: string) => boolean): Promise<void>;
  openRead(path: string, range?: { start: number; end?: number }): Readable;
  openWrite(path: string): Writable;
  /** A file as a body to send: its bytes are read only when they are sent, and `slice` takes a range. Follows links. */
  blob(path: string): Blob;
  /** Where a path leads once every link is followed; `null` when it leads nowhere. */
  realPath(path: string): Promise<string | null>;
  disk(path: string): Promise<DiskSpace>;
  isWritable(path: string): Promise<boolean>;
}

async function writeAtomically(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
  draftFolder = dirname(path),
): Promise<void> {
  // The name has no extension that a watcher of the folder would read.
  const temporary = join(draftFolder, `.${crypto.randomUUID()}.tmp`);
  try {
    const file = await fs.open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(temporary, path);
  } catch (error) {
    await fs.rm(temporary, { force: true });
    throw error;
  }
}

async function copyFolder(from: string, to: string, skip: (path: string) => boolean = () => false): Promise<void> {
  if (from.startsWith("/$bunfs")) return copyEmbedded(from, to);
  const filter = (path: string) => path === from || !skip(relative(from, path));
  await fs.cp(from, to, { recursive: true, verbatimSymlinks: true, filter });
}

async function disk(path: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize, files, ffree } = await fs.statfs(path);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, freeInodes: ffree, totalInodes: files };
}

/** The kernel, which copies for `fs.cp`, does not see what is inside of the binary: plain files and folders. */
async function copyEmbedded(from: string, to: string): Promise<void> {
  await fs.mkdir(to, { recursive: true });
  for (const entry of await fs.readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyEmbedded(source, target);
    else await fs.writeFile(target, await fs.readFile(source));
  }
}

const succeeds = (work: Promise<unknown>) =>
  work.then(
    () => true,
    () => false,
  );

export const realFiles: Files = {
  exists: (path) => succeeds(fs.lstat(path)),
  stat: (path) => fs.lstat(path).catch(() => null),
  readText: (path) => fs.readFile(path, "utf8"),
  readBytes: (path) => fs.readFile(path),
  writeAtomically,
  append: (path, content) => fs.appendFile(path, content),
  makeFolder: async (path, mode) => {
    await fs.mkdir(path, { recursive: true, ...(mode !== undefined && { mode }) });
  },
  list: async (path) => {
    const entries = await fs.readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  },
  remove: (path) => fs.rm(path, { recursive: true, force: true }),
  rename: async (from, to) => {
    await fs.rename(from, to);
    await flushNames(dirname(to));
  },
  flush: (path) => flushDisk(path),
  copyFolder,
  openRead: (path, range) => createReadStream(path, range),
  // An upload is acknowledged once this has ended, and then must outlive a power cut.
  openWrite: (path) => createWriteStream(path, { flush: true }),
  blob: (path) => Bun.file(path),
  realPath: (path) => fs.realpath(path).catch(() => null),
  disk,
  isWritable: (path) => succeeds(fs.access(path, constants.W_OK)),
};
