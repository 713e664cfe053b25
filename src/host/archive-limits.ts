import { formatBytes, MEGABYTE } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";

export type UnpackLimits = {
  /** Of all files together, as they are on disk. */
  maxBytes: number;
  /** Files, folders and links. */
  maxFiles: number;
  /** How many times larger than the archive its content may be. */
  maxRatio: number;
};

/** Small archives of very regular text are honest at any ratio. */
const RATIO_COUNTS_FROM = 10 * MEGABYTE;

/** Counts what really comes out of an archive; what its headers promise does not matter. */
export class Budget {
  readonly #archiveBytes: number;
  readonly #limits: UnpackLimits;
  #bytes = 0;
  #files = 0;

  constructor(archiveBytes: number, limits: UnpackLimits) {
    this.#archiveBytes = archiveBytes;
    this.#limits = limits;
  }

  takeFiles(count: number): void {
    this.#files += count;
    const { maxFiles } = this.#limits;
    if (this.#files > maxFiles) {
      throw tooLarge(`The archive holds more than ${maxFiles.toLocaleString("en")} files and folders.`);
    }
  }

  takeBytes(count: number): void {
    this.#bytes += count;
    const { maxBytes, maxRatio } = this.#limits;
    if (this.#bytes > maxBytes) throw tooLarge(`The archive unpacks to more than ${formatBytes(maxBytes)}.`);
    if (this.#bytes > RATIO_COUNTS_FROM && this.#bytes > this.#archiveBytes * maxRatio) {
      throw refused(
        "archive_bomb",
        `The archive unpacks to more than ${maxRatio} times its own size.`,
        "Source code does not compress that well. Leave large generated files out.",
      );
    }
  }

  /** Passes the chunks on and counts them. */
  async *meter(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      this.takeBytes(chunk.length);
      yield chunk;
    }
  }
}

export type RefusalCode =
  | "archive_escapes"
  | "archive_bomb"
  | "archive_link"
  | "archive_device"
  | "archive_setuid"
  | "archive_too_large"
  | "archive_duplicate"
  | "archive_encrypted"
  | "archive_empty"
  | "archive_unreadable";

export function refused(code: RefusalCode, summary: string, hint: string, cause?: unknown): AppError {
  return new AppError({ code, status: 422, field: "file", summary, hint }, cause === undefined ? undefined : { cause });
}

export const unreadable = (summary: string, cause?: unknown) =>
  refused("archive_unreadable", summary, "Send a .zip or a .tar.gz file of the project's folder.", cause);

const tooLarge = (summary: string) =>
  refused("archive_too_large", summary, "Leave out what can be built again: node_modules, .git, build output.");

/** A name from an archive as it may stand in a message: quoted, without control characters, not too long. */
export const shownName = (name: string) => JSON.stringify(name.length > 120 ? `${name.slice(0, 120)}…` : name);

export const privileged = (path: string) =>
  refused(
    "archive_setuid",
    `The archive's file ${shownName(path)} would run with another user's rights (setuid or setgid).`,
    "Remove that bit with chmod ug-s, then make the archive again.",
  );

export const device = (path: string) =>
  refused(
    "archive_device",
    `The archive holds ${shownName(path)}, which is a device, a pipe or a socket.`,
    "Leave it out: a project consists of files, folders and links.",
  );
