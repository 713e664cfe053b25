import { open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { cutLines, type LogBytes } from "./log-lines.ts";
import { sleep } from "./sleep.ts";

/** `position` counts the bytes that were ever written up to the line's end, also those that were dropped since. */
export type LogFileLine = { at: number; text: string; position: number };

type FollowOptions = {
  tail: number;
  /** Goes on right after the line with this position; `tail` then counts for nothing. */
  after: number | null;
  signal: AbortSignal;
  isOver: () => Promise<boolean>;
};

const POLL_MS = 100;
const NEW_LINE = 10;

/** Logs that are being cut now. A reader waits meanwhile: their bytes move. */
const cutting = new Map<string, Promise<void>>();

/** Who follows a log now: each ends when the log is over and read to its end. */
const followers = new Map<string, Set<Promise<void>>>();
const LAST_WORDS_MS = 1000;

/** Removes a log that is over, once those who follow it have read its last words. */
export async function removeLogFile(path: string): Promise<void> {
  const reading = Promise.all(followers.get(path) ?? []);
  await Promise.race([reading, Bun.sleep(LAST_WORDS_MS)]);
  await rm(path, { force: true });
  await rm(droppedFile(path), { force: true });
}

/** Beside a log stands how many bytes of it were dropped. */
export const droppedFile = (path: string) => `${path}.dropped`;

/**
 * Keeps a log that a running program appends to below a size, by dropping its older half in place: the program goes on
 * writing to the same file. What it writes in that very moment may be lost.
 */
export async function capLogFile(path: string, maxBytes: number): Promise<void> {
  const size = await sizeOf(path);
  if (size <= maxBytes) return;
  const work = dropOlderHalf(path, size - Math.floor(maxBytes / 2)).finally(() => cutting.delete(path));
  cutting.set(path, work);
  await work;
}

async function dropOlderHalf(path: string, from: number): Promise<void> {
  const read = await readFrom(path, from);
  const kept = read.subarray(read.indexOf(NEW_LINE) + 1);
  const file = await open(path, "a");
  try {
    const { size } = await file.stat();
    await writeFile(droppedFile(path), String((await droppedBytes(path)) + size - kept.length), { mode: 0o600 });
    await file.truncate(0);
    await file.appendFile(kept);
  } finally {
    await file.close();
  }
}

/** A file's last lines, then those that are appended to it until `signal` aborts or `isOver` says so. */
export async function* followLogFile(path: string, options: FollowOptions): AsyncGenerator<LogFileLine> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const group = followers.get(path) ?? new Set();
  followers.set(path, group.add(promise));
  try {
    yield* readAndFollow(path, options);
  } finally {
    resolve();
    group.delete(promise);
    if (group.size === 0) followers.delete(path);
  }
}

async function* readAndFollow(path: string, options: FollowOptions): AsyncGenerator<LogFileLine> {
  const written = await stat(path).catch(() => null);
  // The program writes no clock: what stands there already was written by this time at the latest.
  let at = Math.floor(written?.mtimeMs ?? Date.now());
  const from = (await positionAfter(path, options.after)) ?? (await positionOfTail(path, options.tail));
  for await (const lines of cutLines(appended(path, from, options))) {
    for (const line of lines) yield { at, ...line };
    at = Date.now();
  }
}

/** `null` when the position is not one of this log: another one may have taken its name. */
async function positionAfter(path: string, after: number | null): Promise<number | null> {
  if (after === null) return null;
  const dropped = await droppedBytes(path);
  return after <= dropped + (await sizeOf(path)) ? Math.max(after, dropped) : dropped;
}

/** Where the last lines begin. What has no end yet is one more. */
async function positionOfTail(path: string, tail: number): Promise<number> {
  const dropped = await droppedBytes(path);
  if (!Number.isFinite(tail)) return dropped;
  const content = await readFrom(path, 0);
  let start = content.lastIndexOf(NEW_LINE) + 1;
  for (let lines = 0; lines < tail && start > 0; lines++) {
    start = start < 2 ? 0 : content.lastIndexOf(NEW_LINE, start - 2) + 1;
  }
  return dropped + start;
}

async function* appended(path: string, from: number, { signal, isOver }: FollowOptions): AsyncGenerator<LogBytes> {
  let position = from;
  while (!signal.aborted) {
    const over = await isOver();
    const part = await readOn(path, position);
    position = part.position + part.bytes.length;
    if (part.bytes.length > 0) yield part;
    else if (over) return;
    else await sleep(POLL_MS, signal);
  }
}

/** What was dropped before it was read is lost. A log that was begun anew is read from its beginning. */
async function readOn(path: string, wanted: number): Promise<LogBytes> {
  await cutting.get(path);
  const dropped = await droppedBytes(path);
  const size = await sizeOf(path);
  const position = wanted < dropped || wanted > dropped + size ? dropped : wanted;
  return { position, bytes: await readFrom(path, position - dropped, size) };
}

async function droppedBytes(path: string): Promise<number> {
  return Number(await readFile(droppedFile(path), "utf8").catch(() => "0")) || 0;
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0;
}

async function readFrom(path: string, start: number, end = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const bytes = await Bun.file(path)
    .slice(start, end)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  return Buffer.from(bytes);
}
