import { once } from "node:events";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { archiveKind, HEAD_BYTES } from "../host/archive-kind.ts";
import { diskFull, isDiskFull } from "../host/disk-full.ts";
import type { Host } from "../host/host.ts";
import { formatBytes, MEGABYTE } from "../lib/bytes.ts";
import { AppError, invalid, notFound } from "../lib/errors.ts";
import { newId } from "../lib/ids.ts";
import { DAY_MS } from "../lib/time.ts";
import type { Upload, UploadStore } from "./upload-store.ts";

const KEPT_FOR_MS = DAY_MS;
const ROOM_CHECKED_EVERY = 64 * MEGABYTE;

export type UploadLimits = {
  uploadBytes: number;
  /** An upload must leave this much of the disk free. */
  freeDiskBytes: number;
};

export type Incoming = {
  stream: ReadableStream<Uint8Array>;
  fileName: string;
  team: string;
  user: string;
  /** What the request's Content-Length says, if it says anything. */
  declaredBytes: number | null;
};

/** Archives that people send: on disk from the first byte, forgotten after a day. */
export class Uploads {
  readonly #host: Pick<Host, "files" | "now">;
  readonly #store: UploadStore;
  readonly #folder: string;
  readonly #limits: UploadLimits;

  constructor(host: Pick<Host, "files" | "now">, store: UploadStore, dataFolder: string, limits: UploadLimits) {
    this.#host = host;
    this.#store = store;
    this.#folder = join(dataFolder, "sources", "uploads");
    this.#limits = limits;
  }

  /** Writes the stream to disk as it comes. What is refused, or breaks off, leaves nothing behind. */
  async receive({ stream, fileName, team, user, declaredBytes }: Incoming): Promise<Upload> {
    const { files, now } = this.#host;
    const id = newId(now());
    const path = this.#pathOf(id);
    try {
      await files.makeFolder(this.#folder, 0o700);
      await this.#checkRoom(declaredBytes ?? 0);
      const bytes = await this.#write(stream, path);
      const upload = { id, team, user, fileName: plainName(fileName), bytes, createdAt: now() };
      this.#store.add(upload);
      return upload;
    } catch (error) {
      // The rest of the body is not read: the client learns of the refusal now, not after a gigabyte.
      if (!stream.locked) await stream.cancel().catch(() => {});
      await files.remove(path);
      throw isDiskFull(error) ? diskFull(error) : error;
    }
  }

  /** An upload of this user; of somebody else there is none. */
  find(id: string, user: string): Upload {
    const upload = this.#store.find(id);
    if (upload?.user !== user) throw notFound("upload");
    return upload;
  }

  /** The file of an upload; the caller has checked whose it is. */
  async fileOf(id: string): Promise<string> {
    const path = this.#pathOf(id);
    if (this.#store.find(id) && (await this.#host.files.exists(path))) return path;
    throw new AppError({
      code: "upload_gone",
      status: 422,
      field: "file",
      summary: "The uploaded file is not here any more: it is kept for a day.",
      hint: "Send it again.",
    });
  }

  async remove(id: string): Promise<void> {
    this.#store.remove(id);
    await this.#host.files.remove(this.#pathOf(id));
  }

  /** Removes uploads of more than a day ago, and files that a crash left without a row. */
  async sweep(): Promise<void> {
    const { files, now } = this.#host;
    const oldest = now() - KEPT_FOR_MS;
    for (const { id } of this.#store.before(oldest)) await this.remove(id);
    if (!(await files.exists(this.#folder))) return;
    const known = this.#store.ids();
    for (const { name } of await files.list(this.#folder)) {
      const stats = known.has(name) ? null : await files.stat(join(this.#folder, name));
      // A younger one may be on its way in.
      if (stats && stats.mtimeMs < oldest) await files.remove(join(this.#folder, name));
    }
  }

  #pathOf(id: string): string {
    return join(this.#folder, id);
  }

  async #checkRoom(declaredBytes: number): Promise<void> {
    if (declaredBytes > this.#limits.uploadBytes) throw tooLarge(this.#limits.uploadBytes);
    const { freeBytes } = await this.#host.files.disk(this.#folder);
    if (freeBytes - declaredBytes < this.#limits.freeDiskBytes) throw diskFull();
  }

  async #write(stream: ReadableStream<Uint8Array>, path: string): Promise<number> {
    const written = { bytes: 0 };
    const out = this.#host.files.openWrite(path);
    // A refusal during the opening would remove the file before it is made.
    await once(out, "open");
    await pipeline(this.#checked(stream, written), out);
    if (written.bytes === 0) throw invalid("file", "The file is empty.", "Choose a .zip or a .tar.gz file.");
    return written.bytes;
  }

  /** Passes the bytes on while they are what they should be: an archive, not too large, on a disk with room. */
  async *#checked(stream: ReadableStream<Uint8Array>, written: { bytes: number }): AsyncGenerator<Uint8Array> {
    let head: Uint8Array | null = new Uint8Array();
    let roomCheckedAt = 0;
    for await (const chunk of stream) {
      written.bytes += chunk.length;
      if (written.bytes > this.#limits.uploadBytes) throw tooLarge(this.#limits.uploadBytes);
      if (head) head = checkedHead(Buffer.concat([head, chunk.subarray(0, HEAD_BYTES)]));
      if (written.bytes - roomCheckedAt > ROOM_CHECKED_EVERY) {
        await this.#checkRoom(0);
        roomCheckedAt = written.bytes;
      }
      yield chunk;
    }
    if (head && head.length > 0) checkKind(head);
  }
}

/** `null` once there was enough to tell; refuses what is no archive before the rest is sent. */
function checkedHead(head: Uint8Array): Uint8Array | null {
  if (head.length < HEAD_BYTES) return head;
  checkKind(head);
  return null;
}

function checkKind(head: Uint8Array): void {
  const kind = archiveKind(head);
  if (kind === null || kind === "zstd") {
    throw invalid("file", "The file is not an archive that AutoStack can unpack.", "Choose a .zip or a .tar.gz file.");
  }
}

/** For messages and the list of deployments: no folders, no control characters. */
function plainName(fileName: string): string {
  const name = fileName.split(/[/\\]/).pop() ?? "";
  return name.replace(/\p{C}/gu, "").trim().slice(0, 200) || "upload";
}

const tooLarge = (limit: number) =>
  new AppError({
    code: "upload_too_large",
    status: 413,
    field: "file",
    summary: `The file is larger than ${formatBytes(limit)}, the most that can be uploaded.`,
    hint: "Leave out what can be built again (node_modules, .git, build output), or deploy from a Git repository.",
  });
