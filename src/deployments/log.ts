import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { splitLines } from "../lib/lines.ts";
import type { Bell } from "./bell.ts";
import type { LogLine, Stage } from "./deployment.ts";

type Entry = Omit<LogLine, "id">;

/** Lines are gathered this long before they are written together: a browser still sees them well within 50 ms. */
const GATHER_MS = 10;
const LONGEST_LINE = 8192;

export type LogOptions = {
  host: Pick<Host, "files" | "sleep" | "now">;
  folder: string;
  limitBytes: number;
  bell: Bell;
};

/**
 * Deployments' logs: one append-only file each, one JSON entry a line. A line's id is the position after it in the file, so a
 * reader resumes exactly where it was, across restarts.
 */
export class DeploymentLogs {
  readonly #options: LogOptions;

  constructor(options: LogOptions) {
    this.#options = options;
  }

  /** Opens the log for writing; goes on after what an earlier attempt wrote. */
  async open(deployment: string, mask: (text: string) => string): Promise<LogWriter> {
    const { host, folder } = this.#options;
    await host.files.makeFolder(folder);
    const path = this.path(deployment);
    const size = (await host.files.stat(path))?.size ?? 0;
    // An entry that was cut off by a crash must not swallow the next one.
    if (size > 0) await host.files.append(path, "\n").catch(() => {});
    return new LogWriter(deployment, path, size === 0 ? 0 : size + 1, mask, this.#options);
  }

  path(deployment: string): string {
    return join(this.#options.folder, `${deployment}.log`);
  }

  /** All whole lines after the one with the id `after`. */
  async read(deployment: string, after = 0): Promise<LogLine[]> {
    const { files } = this.#options.host;
    const size = (await files.stat(this.path(deployment)))?.size ?? 0;
    if (size <= after) return [];
    const lines: LogLine[] = [];
    let id = after;
    for await (const text of splitLines(
      files.openRead(this.path(deployment), { start: after, end: size - 1 }),
      Infinity,
    )) {
      id += Buffer.byteLength(text) + 1;
      // A last line without its end is still being written.
      const entry = id <= size ? parseEntry(text) : null;
      if (entry) lines.push({ id, ...entry });
    }
    return lines;
  }

  /** Lines as they come, in batches, until `hasEnded` says that no more will and all were read. */
  async *follow(
    deployment: string,
    after: number,
    hasEnded: () => boolean,
    signal: AbortSignal,
  ): AsyncGenerator<LogLine[]> {
    let last = after;
    while (!signal.aborted) {
      const change = this.#options.bell.wait(deployment, signal);
      const ended = hasEnded();
      const lines = await this.read(deployment, last);
      last = lines.at(-1)?.id ?? last;
      yield lines;
      if (ended) return;
      await change;
    }
  }

  async remove(deployment: string): Promise<void> {
    await this.#options.host.files.remove(this.path(deployment));
  }
}

function parseEntry(text: string): Entry | null {
  try {
    return text === "" ? null : (JSON.parse(text) as Entry);
  } catch {
    return null;
  }
}

/** Writes one deployment's log. Lines beyond the size limit, or for which the disk has no room, are dropped and counted. */
export class LogWriter {
  #pending = "";
  #flushing: Promise<void> | null = null;
  #bytes: number;
  #dropped = 0;
  #isTorn = false;

  constructor(
    private readonly deployment: string,
    private readonly path: string,
    bytes: number,
    private readonly mask: (text: string) => string,
    private readonly options: LogOptions,
  ) {
    this.#bytes = bytes;
  }

  write(stage: Stage, stream: LogLine["stream"], text: string): void {
    const masked = this.mask(text).slice(0, LONGEST_LINE);
    const entry: Entry = { at: this.options.host.now(), stage, stream, text: masked };
    const line = `${JSON.stringify(entry)}\n`;
    const bytes = Buffer.byteLength(line);
    // Notes are AutoStack's own and few: they always find room.
    if (stream !== "note" && this.#bytes + bytes > this.options.limitBytes) {
      this.#dropped++;
      return;
    }
    this.#bytes += bytes;
    this.#pending += line;
    this.#flushing ??= this.#flush();
  }

  /** Waits until all is written. Called before a stage's end is recorded. */
  async close(stage: Stage): Promise<void> {
    while (this.#flushing) await this.#flushing;
    if (this.#dropped === 0) return;
    const dropped = this.#dropped.toLocaleString("en");
    const reason = this.#isTorn ? "the disk was full" : "the log reached its size limit";
    this.#dropped = 0;
    this.write(stage, "note", `${dropped} lines were dropped: ${reason}.`);
    while (this.#flushing) await this.#flushing;
  }

  /** A full disk takes lines, never the deployment or AutoStack itself. What was written of them ends with the next ones' first byte. */
  #lose(text: string): void {
    this.#isTorn = true;
    this.#bytes -= Buffer.byteLength(text);
    this.#dropped += text.split("\n").filter((line) => line !== "").length;
  }

  async #flush(): Promise<void> {
    const { host, bell } = this.options;
    await host.sleep(GATHER_MS);
    const text = this.#isTorn ? `\n${this.#pending}` : this.#pending;
    this.#pending = "";
    await host.files.append(this.path, text).catch(() => this.#lose(text));
    this.#flushing = this.#pending === "" ? null : this.#flush();
    bell.ring(this.deployment);
  }
}
