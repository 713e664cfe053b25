import { open, rm } from "node:fs/promises";
import { AppError } from "../lib/errors.ts";
import { type ArchiveKind, archiveKind, HEAD_BYTES } from "./archive-kind.ts";
import { Budget, type UnpackLimits, unreadable } from "./archive-limits.ts";
import { type Packed, packFolder } from "./archive-pack.ts";
import { unpackTar } from "./archive-tar.ts";
import { NewTree } from "./archive-tree.ts";
import { unpackZip } from "./archive-zip.ts";
import { diskFull, isDiskFull } from "./disk-full.ts";
import { escapingLinks, type TreeLink } from "./tree.ts";

export type { UnpackLimits } from "./archive-limits.ts";
export type { Packed } from "./archive-pack.ts";

/** Archives go from disk to disk in streams; no file is ever held in memory. */
export interface Archives {
  /**
   * Unpacks what a stranger sent (zip, tar, tar.gz) into a folder that does not exist yet. A single top folder is
   * stripped. Nothing outside of `into` is written; a refused archive leaves no folder behind.
   */
  unpack(file: string, into: string, limits: UnpackLimits, signal?: AbortSignal): Promise<void>;
  /** Writes a folder to a compressed file and tells the hash of its content: paths, modes, bytes and link targets. */
  pack(folder: string, file: string, signal?: AbortSignal): Promise<Packed>;
  /** Unpacks what `pack` wrote, exactly as it was. */
  unpackPacked(file: string, into: string, signal?: AbortSignal): Promise<void>;
  /** Links in the folder that lead out of it, or through which one could get out. */
  escapingLinks(folder: string): Promise<TreeLink[]>;
}

const NO_LIMITS: UnpackLimits = {
  maxBytes: Number.POSITIVE_INFINITY,
  maxFiles: Number.POSITIVE_INFINITY,
  maxRatio: Number.POSITIVE_INFINITY,
};

async function unpack(file: string, into: string, limits: UnpackLimits, signal?: AbortSignal): Promise<void> {
  const { head, size } = await readHead(file);
  const kind = archiveKind(head);
  if (kind === null) throw unreadable("The file is neither a zip nor a tar archive.");
  await fillOrRemove(into, async (tree) => {
    await unpackKind(kind, file, tree, new Budget(size, limits), signal);
    await tree.finish({ strip: true });
  });
}

function unpackKind(kind: ArchiveKind, file: string, tree: NewTree, budget: Budget, signal?: AbortSignal) {
  return kind === "zip" ? unpackZip(file, tree, budget, signal) : unpackTar(file, kind, tree, budget, signal);
}

async function unpackPacked(file: string, into: string, signal?: AbortSignal): Promise<void> {
  const { size } = await readHead(file);
  await fillOrRemove(into, async (tree) => {
    await unpackTar(file, "zstd", tree, new Budget(size, NO_LIMITS), signal);
    await tree.finish({ strip: false });
  });
}

async function fillOrRemove(into: string, fill: (tree: NewTree) => Promise<void>): Promise<void> {
  const tree = await NewTree.create(into);
  try {
    await fill(tree);
  } catch (error) {
    await rm(into, { recursive: true, force: true });
    throw readable(error);
  }
}

/** What zlib, the tar reader and the disk say, in words that a person can act on. */
function readable(error: unknown): unknown {
  if (error instanceof AppError || (error instanceof Error && error.name === "AbortError")) return error;
  return isDiskFull(error) ? diskFull(error) : unreadable("The archive is damaged, or was not sent completely.", error);
}

async function pack(folder: string, file: string, signal?: AbortSignal): Promise<Packed> {
  return await packFolder(folder, file, signal).catch((error) => {
    throw isDiskFull(error) ? diskFull(error) : error;
  });
}

async function readHead(file: string): Promise<{ head: Uint8Array; size: number }> {
  const handle = await open(file, "r");
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await handle.read(head, 0, HEAD_BYTES, 0);
    const { size } = await handle.stat();
    return { head: head.subarray(0, bytesRead), size };
  } finally {
    await handle.close();
  }
}

export const realArchives: Archives = { unpack, pack, unpackPacked, escapingLinks };
