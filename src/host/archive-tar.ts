import { createReadStream } from "node:fs";
import type { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { type Extract, extract, type Header } from "tar-stream";
import { AppError } from "../lib/errors.ts";
import type { ArchiveKind } from "./archive-kind.ts";
import { type Budget, device, privileged, shownName, unreadable } from "./archive-limits.ts";
import { entryPath } from "./archive-paths.ts";
import type { NewTree } from "./archive-tree.ts";

/** The reader's own type knows neither that its chunks are bytes nor that a link may lack its target. */
type Entry = AsyncIterable<unknown> & { header: Omit<Header, "linkname"> & { linkname: string | null } };
type TarKind = Exclude<ArchiveKind, "zip">;

const DECODERS: Record<TarKind, () => Transform[]> = {
  tar: () => [],
  gzip: () => [createGunzip()],
  zstd: () => [createZstdDecompress()],
};

/** The setuid and the setgid bit. On a folder setgid means only that new files take its group. */
const PRIVILEGE_BITS = 0o6000;

export async function unpackTar(
  file: string,
  kind: TarKind,
  tree: NewTree,
  budget: Budget,
  signal?: AbortSignal,
): Promise<void> {
  const tar = extract();
  // Counted before the tar reader, which skips any number of empty blocks on its own.
  const chunks = (decoded: AsyncIterable<Uint8Array>) => budget.meter(decoded);
  const feeding = pipeline([createReadStream(file), ...DECODERS[kind](), chunks, tar], signal ? { signal } : {});
  const ends = await Promise.allSettled([feeding, readEntries(tar, tree, budget, signal)]);
  const reasons = ends.filter((end) => end.status === "rejected").map((end): unknown => end.reason);
  // What stops one side closes the other, with an error that says nothing.
  if (reasons.length > 0) throw reasons.find((reason) => reason instanceof AppError) ?? reasons[0];
}

async function readEntries(tar: Extract, tree: NewTree, budget: Budget, signal?: AbortSignal): Promise<void> {
  for await (const entry of tar) {
    budget.takeFiles(1);
    const path = entryPath(entry.header.name);
    if (path !== null) await addEntry(path, entry, tree, budget, signal);
    entry.resume();
  }
}

async function addEntry(path: string, entry: Entry, tree: NewTree, budget: Budget, signal?: AbortSignal) {
  const { type, mode } = entry.header;
  const target = entry.header.linkname ?? "";
  switch (type) {
    case "directory":
      return tree.addFolder(path);
    case "file":
    case "contiguous-file":
      if (mode & PRIVILEGE_BITS) throw privileged(path);
      return tree.addFile(path, (mode & 0o111) !== 0, entry as AsyncIterable<Uint8Array>, signal);
    case "symlink":
      return tree.addLink(path, target);
    case "link":
      return budget.takeBytes(await tree.addCopy(path, entryPath(target)));
    case "character-device":
    case "block-device":
    case "fifo":
      throw device(path);
    default:
      throw unreadable(`The archive holds ${shownName(path)}, which is of an unknown kind.`);
  }
}
