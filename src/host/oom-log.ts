import { constants, open as openFile, read as readFile } from "node:fs";
import { promisify } from "node:util";

const open = promisify(openFile);
const read = promisify(readFile);

/** A process that the kernel ended: in which group it was, and whose memory had run out. `null` is the whole machine's. */
export type OomKill = { victim: string; exhausted: string | null };

const RECORD_BYTES = 8192;
/** Enough for what one build may meet. */
const KEPT = 1000;

/** What the kernel's log tells of processes that it has ended for want of memory. It alone says whose memory that was. */
export class OomLog {
  readonly #path: string;
  #file: Promise<number | null> | null = null;
  #reading: Promise<unknown> = Promise.resolve();
  #count = 0;
  #kept: OomKill[] = [];

  constructor(path = "/dev/kmsg") {
    this.#path = path;
  }

  /** How many there have been; `null` when this program may not read the log. */
  async count(): Promise<number | null> {
    return (await this.#readOn()) ? this.#count : null;
  }

  /** Those after the first so many, as far as they are remembered. */
  async after(count: number): Promise<OomKill[]> {
    await this.#readOn();
    const more = Math.min(this.#count - count, this.#kept.length);
    return more > 0 ? this.#kept.slice(-more) : [];
  }

  #readOn(): Promise<boolean> {
    const reading = this.#reading.then(() => this.#readRecords());
    this.#reading = reading;
    return reading;
  }

  /** One record at a time, until there are no more for now. The log stays open, so that none is read twice. */
  async #readRecords(): Promise<boolean> {
    // The driver of the log is asked not to wait for the next record.
    this.#file ??= open(this.#path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
    const file = await this.#file;
    if (file === null) return false;
    const buffer = Buffer.alloc(RECORD_BYTES);
    for (;;) {
      const bytes = await read(file, buffer, 0, buffer.length, null).then(({ bytesRead }) => bytesRead, problemOf);
      if (bytes === "overtaken") continue;
      if (bytes === "none" || bytes === 0) return true;
      this.#take(oomKillsIn(buffer.toString("utf8", 0, bytes)));
    }
  }

  #take(kills: readonly OomKill[]): void {
    this.#count += kills.length;
    this.#kept = [...this.#kept, ...kills].slice(-KEPT);
  }
}

/** The machine's own. */
export const kernelLog = new OomLog();

/** `EPIPE`: records were overwritten before they were read, and the next read goes on behind them. */
const problemOf = (error: unknown): "overtaken" | "none" =>
  error instanceof Error && "code" in error && error.code === "EPIPE" ? "overtaken" : "none";

/** Lines such as `6,9,33,-;oom-kill:constraint=CONSTRAINT_MEMCG,…,oom_memcg=/docker/buildkit,task_memcg=/docker/buildkit/x,task=node,…`. */
export function oomKillsIn(text: string): OomKill[] {
  return text.split("\n").flatMap((line) => {
    if (!line.includes("oom-kill:")) return [];
    const fields = line.split(",");
    const textOf = (name: string) => fields.find((field) => field.startsWith(name))?.slice(name.length);
    const victim = textOf("task_memcg=");
    return victim === undefined ? [] : [{ victim, exhausted: textOf("oom_memcg=") ?? null }];
  });
}
