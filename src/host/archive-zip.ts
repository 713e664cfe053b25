import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { Open, type File as ZipEntry } from "unzipper";
import { type Budget, device, privileged, refused, shownName, unreadable } from "./archive-limits.ts";
import { entryPath } from "./archive-paths.ts";
import type { NewTree } from "./archive-tree.ts";
import { findZipEnd, ZIP_END_BYTES } from "./archive-zip-end.ts";

const MADE_ON_UNIX = 3;
const KIND_BITS = 0o170000;
const KINDS = { none: 0, folder: 0o040000, file: 0o100000, link: 0o120000 };
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const MAX_LINK_BYTES = 4096;
/** The list of entries is held in memory; a project of 100,000 files has one of about 10 MB. */
const MAX_DIRECTORY_BYTES = 64 * 1024 * 1024;

export async function unpackZip(file: string, tree: NewTree, budget: Budget, signal?: AbortSignal): Promise<void> {
  const zip = await open(file, "r");
  try {
    for (const entry of await readDirectory(file, zip, budget)) {
      signal?.throwIfAborted();
      const path = entryPath(entryName(entry));
      if (path !== null) await addEntry(path, entry, { file, zip, tree, budget, ...(signal && { signal }) });
    }
  } finally {
    await zip.close();
  }
}

async function readDirectory(file: string, zip: FileHandle, budget: Budget): Promise<ZipEntry[]> {
  const end = await findZipEnd(zip);
  // Before the list is read: unzipper believes the number and makes room for it.
  budget.takeFiles(end.entries);
  const stream = (start: number) => createReadStream(file, { start, end: start + MAX_DIRECTORY_BYTES });
  const directory = await Open.custom({ size: async () => end.offset + ZIP_END_BYTES, stream });
  return directory.files;
}

/** Old programs write names in the alphabet of their country; those at least stay apart. */
function entryName(entry: ZipEntry): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(entry.pathBuffer);
  } catch {
    return entry.pathBuffer.toString("latin1");
  }
}

type Work = { file: string; zip: FileHandle; tree: NewTree; budget: Budget; signal?: AbortSignal };

async function addEntry(path: string, entry: ZipEntry, work: Work): Promise<void> {
  const mode = entry.versionMadeBy >> 8 === MADE_ON_UNIX ? entry.externalFileAttributes >>> 16 : 0;
  const kind = mode & KIND_BITS;
  if (kind === KINDS.folder || entry.path.endsWith("/")) return work.tree.addFolder(path);
  if (kind === KINDS.link) return work.tree.addLink(path, await readLinkTarget(path, entry, work));
  if (kind !== KINDS.file && kind !== KINDS.none) throw device(path);
  if (mode & 0o6000) throw privileged(path);
  await work.tree.addFile(path, (mode & 0o111) !== 0, content(path, entry, work), work.signal);
}

async function readLinkTarget(path: string, entry: ZipEntry, work: Work): Promise<string> {
  let target = "";
  for await (const chunk of content(path, entry, work)) {
    target += Buffer.from(chunk).toString("utf8");
    if (target.length > MAX_LINK_BYTES) throw unreadable(`The archive's link ${shownName(path)} is too long.`);
  }
  return target;
}

/** The bytes of one entry, counted, and compared with what the directory says of them. */
async function* content(path: string, entry: ZipEntry, { file, zip, budget }: Work): AsyncGenerator<Uint8Array> {
  if (entry.flags & ENCRYPTED_FLAG) {
    throw refused("archive_encrypted", "The archive is protected by a password.", "Make it again without one.");
  }
  let bytes = 0;
  let checksum = 0;
  for await (const chunk of budget.meter(await openEntry(path, file, zip, entry))) {
    bytes += chunk.length;
    if (bytes > entry.uncompressedSize) break;
    checksum = crc32(chunk, checksum);
    yield chunk;
  }
  if (bytes !== entry.uncompressedSize || checksum !== entry.crc32) {
    throw unreadable(`The archive's file ${shownName(path)} is not what its directory says: it is damaged.`);
  }
}

async function openEntry(path: string, file: string, zip: FileHandle, entry: ZipEntry) {
  const start = await contentStart(zip, entry);
  if (entry.compressedSize === 0) return nothing();
  const packed = createReadStream(file, { start, end: start + entry.compressedSize - 1 });
  if (entry.compressionMethod === STORED) return packed;
  if (entry.compressionMethod !== DEFLATED) {
    throw unreadable(`The archive's file ${shownName(path)} is compressed in an unusual way.`);
  }
  const inflate = createInflateRaw();
  packed.once("error", (error) => inflate.destroy(error));
  inflate.once("close", () => packed.destroy());
  return packed.pipe(inflate);
}

/** An entry's content comes after a header of its own, whose name and extra field may differ from the directory's. */
async function contentStart(zip: FileHandle, entry: ZipEntry): Promise<number> {
  const header = Buffer.alloc(LOCAL_HEADER_BYTES);
  const { bytesRead } = await zip.read(header, 0, LOCAL_HEADER_BYTES, entry.offsetToLocalFileHeader);
  if (bytesRead < LOCAL_HEADER_BYTES || header.readUInt32LE(0) !== LOCAL_HEADER_SIGNATURE) {
    throw unreadable("The archive's directory points to a place where no file begins.");
  }
  const [nameLength, extraLength] = [header.readUInt16LE(26), header.readUInt16LE(28)];
  return entry.offsetToLocalFileHeader + LOCAL_HEADER_BYTES + nameLength + extraLength;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
