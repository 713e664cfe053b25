import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../../scripts/lib/run.ts";

/** What a power cut took: writes that the disk had taken on, but not been told to flush. */
export type Lost = { lost: number; unflushed: number };

type Entry = { offset: number; bytes: number; dataAt: number; isFlush: boolean };

/** As QEMU's blklogwrites writes it: a superblock, then for each request a sector that tells of it and its data. */
const MAGIC = 0x6a_73_66_77_73_68_72n;
const SECTOR = 512;
const FLUSH = 1n;
const DISCARD = 4n;

/**
 * A disk with a cache that forgets. The machine writes to a copy and each write is logged; after a power cut the disk holds what was
 * flushed, and of what was not each write or none, by chance.
 */
export class LosableDisk {
  readonly #kept: string;
  readonly #copy: string;
  readonly #log: string;

  private constructor(folder: string) {
    this.#kept = join(folder, "kept.img");
    this.#copy = join(folder, "root.img");
    this.#log = join(folder, "writes.log");
  }

  static async copyOf(image: string, folder: string): Promise<LosableDisk> {
    const disk = new LosableDisk(folder);
    await copy(image, disk.#kept);
    return disk;
  }

  /** Before the machine is switched on: gives QEMU's words for the disk. */
  async attach(): Promise<string[]> {
    await copy(this.#kept, this.#copy);
    await Bun.write(this.#log, "");
    return [
      ...["-blockdev", `driver=file,node-name=copy,filename=${this.#copy}`],
      ...["-blockdev", `driver=file,node-name=log,filename=${this.#log}`],
      ...["-blockdev", `driver=blklogwrites,node-name=root,file=copy,log=log,log-sector-size=${SECTOR}`],
      ...["-device", "virtio-blk-pci,drive=root"],
    ];
  }

  /** After an orderly end. */
  async keepAll(): Promise<void> {
    await copy(this.#copy, this.#kept);
  }

  async losePower(): Promise<Lost> {
    const log = openSync(this.#log, "r");
    const kept = openSync(this.#kept, "r+");
    try {
      const entries = entriesOf(log);
      const flushed = entries.findLastIndex(({ isFlush }) => isFlush);
      const unflushed = entries.slice(flushed + 1);
      const survivors = unflushed.filter(() => Math.random() < 0.5);
      for (const entry of [...entries.slice(0, flushed + 1), ...survivors]) replay(entry, log, kept);
      return { lost: unflushed.length - survivors.length, unflushed: unflushed.length };
    } finally {
      closeSync(log);
      closeSync(kept);
      await rm(this.#log, { force: true });
    }
  }
}

/** Its superblock counts only up to the last flush: what follows is read as far as it makes sense. */
function entriesOf(log: number): Entry[] {
  const header = Buffer.alloc(SECTOR);
  if (readSync(log, header, 0, SECTOR, 0) < SECTOR || header.readBigUInt64LE(0) !== MAGIC) return [];
  const counted = Number(header.readBigUInt64LE(16));
  const entries: Entry[] = [];
  let at = SECTOR;
  while (readSync(log, header, 0, SECTOR, at) === SECTOR) {
    const [sector, sectors, flags] = [0, 8, 16].map((place) => header.readBigUInt64LE(place)) as [
      bigint,
      bigint,
      bigint,
    ];
    // The room of a request that had not been logged yet is empty.
    if (entries.length >= counted && sectors === 0n && flags === 0n) break;
    const bytes = (flags & DISCARD) === 0n ? Number(sectors) * SECTOR : 0;
    entries.push({ offset: Number(sector) * SECTOR, bytes, dataAt: at + SECTOR, isFlush: (flags & FLUSH) !== 0n });
    at += SECTOR + bytes;
  }
  return entries;
}

function replay({ offset, bytes, dataAt }: Entry, log: number, disk: number): void {
  if (bytes === 0) return;
  const data = Buffer.alloc(bytes);
  const read = readSync(log, data, 0, bytes, dataAt);
  writeSync(disk, data, 0, read, offset);
}

const copy = (from: string, to: string) => run(["cp", "--sparse=always", from, to]);
