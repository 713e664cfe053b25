import type { FileHandle } from "node:fs/promises";
import { unreadable } from "./archive-limits.ts";

export type ZipEnd = { offset: number; entries: number };

/** The size of the end record without its comment. */
export const ZIP_END_BYTES = 22;

const END_SIGNATURE = 0x06054b50;
const MAX_COMMENT_BYTES = 0xffff;
const ENTRIES_IN_ZIP64 = 0xffff;
const LOCATOR_BYTES = 20;
const LOCATOR_SIGNATURE = 0x07064b50;
const END64_BYTES = 56;
const END64_SIGNATURE = 0x06064b50;

/**
 * Finds the record that ends a zip, from the back, and how many entries it declares. Only a record whose comment
 * reaches exactly to the end of the file counts: a zip inside of the zip has one too.
 */
export async function findZipEnd(zip: FileHandle): Promise<ZipEnd> {
  const { size } = await zip.stat();
  const tail = await readAt(zip, Math.max(0, size - ZIP_END_BYTES - MAX_COMMENT_BYTES), size);
  for (let at = tail.length - ZIP_END_BYTES; at >= 0; at--) {
    if (tail.readUInt32LE(at) !== END_SIGNATURE) continue;
    if (at + ZIP_END_BYTES + tail.readUInt16LE(at + 20) !== tail.length) continue;
    const offset = size - tail.length + at;
    const entries = tail.readUInt16LE(at + 10);
    return { offset, entries: entries === ENTRIES_IN_ZIP64 ? await zip64Entries(zip, offset) : entries };
  }
  throw unreadable("The zip ends too early: it was not sent completely.");
}

async function zip64Entries(zip: FileHandle, endOffset: number): Promise<number> {
  const locator = await readAt(zip, Math.max(0, endOffset - LOCATOR_BYTES), endOffset);
  if (locator.length < LOCATOR_BYTES || locator.readUInt32LE(0) !== LOCATOR_SIGNATURE) return ENTRIES_IN_ZIP64;
  const offset = Number(locator.readBigUInt64LE(8));
  const end64 = await readAt(zip, offset, offset + END64_BYTES);
  if (end64.length < END64_BYTES || end64.readUInt32LE(0) !== END64_SIGNATURE) {
    throw unreadable("The zip's directory cannot be found: it is damaged.");
  }
  return Number(end64.readBigUInt64LE(32));
}

async function readAt(zip: FileHandle, start: number, end: number): Promise<Buffer> {
  const buffer = Buffer.alloc(end - start);
  const { bytesRead } = await zip.read(buffer, 0, buffer.length, start);
  return buffer.subarray(0, bytesRead);
}
