import { open, stat } from "node:fs/promises";
import { splitLines } from "../lib/lines.ts";

export type LogFileLine = { at: number; text: string };

const POLL_MS = 100;

/**
 * Keeps a log that a running program appends to below a size, by dropping its older half in place: the program goes on
 * writing to the same file. What it writes in that very moment may be lost.
 */
export async function capLogFile(path: string, maxBytes: number): Promise<void> {
  const size = (await stat(path).catch(() => null))?.size ?? 0;
  if (size <= maxBytes) return;
  const kept = await readFrom(path, size - Math.floor(maxBytes / 2));
  const file = await open(path, "a");
  try {
    await file.truncate(0);
    await file.appendFile(kept.subarray(kept.indexOf(10) + 1));
  } finally {
    await file.close();
  }
}

type FollowOptions = { tail: number; signal: AbortSignal; isOver: () => Promise<boolean> };

/** A file's last lines, then those that are appended to it until `signal` aborts or `isOver` says so. */
export async function* followLogFile(path: string, options: FollowOptions): AsyncGenerator<LogFileLine> {
  const written = await stat(path).catch(() => null);
  // The program writes no clock: what stands there already was written by this time at the latest.
  const at = Math.floor(written?.mtimeMs ?? Date.now());
  const content = await readFrom(path, 0);
  const end = content.lastIndexOf(10) + 1;
  const lines = content.toString("utf8", 0, end).split("\n").slice(0, -1);
  for (const text of lines.slice(Math.max(0, lines.length - options.tail))) yield { at, text };
  for await (const text of splitLines(appended(path, end, options))) yield { at: Date.now(), text };
}

async function* appended(path: string, from: number, { signal, isOver }: FollowOptions): AsyncGenerator<Uint8Array> {
  let offset = from;
  while (!signal.aborted) {
    const over = await isOver();
    const size = (await stat(path).catch(() => null))?.size ?? 0;
    // Shorter than before: its older half was dropped.
    if (size < offset) offset = 0;
    if (size > offset) yield await readFrom(path, offset, size);
    else if (over) return;
    else await Bun.sleep(POLL_MS);
    offset = size;
  }
}

async function readFrom(path: string, start: number, end = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const bytes = await Bun.file(path)
    .slice(start, end)
    .arrayBuffer()
    .catch(() => new ArrayBuffer(0));
  return Buffer.from(bytes);
}
