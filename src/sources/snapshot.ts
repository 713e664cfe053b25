import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { AppError } from "../lib/errors.ts";
import { DAY_MS } from "../lib/time.ts";
import type { Snapshot } from "./source.ts";

const EXTENSION = ".tar.zst";
/** A deployment under way has no release yet that would speak for its snapshot. */
const SPARED_FOR_MS = DAY_MS;

/** The exact sources of deployments, each kept once under the hash of its content. */
/** For code that is only looked at: nothing of it stays. */
export const NOT_KEPT = { keep: async (): Promise<Snapshot> => ({ hash: "", bytes: 0, files: 0 }) };

export class SnapshotStore {
  readonly #host: Pick<Host, "files" | "archives" | "now">;
  readonly #folder: string;

  constructor(host: Pick<Host, "files" | "archives" | "now">, dataFolder: string) {
    this.#host = host;
    this.#folder = join(dataFolder, "sources", "snapshots");
  }

  /** Keeps a copy of the folder as it is. The same content again changes nothing. */
  async keep(folder: string, signal?: AbortSignal): Promise<Snapshot> {
    const { files, archives } = this.#host;
    await files.makeFolder(this.#folder, 0o700);
    const temporary = join(this.#folder, `.${crypto.randomUUID()}.tmp`);
    try {
      const snapshot = await archives.pack(folder, temporary, signal);
      await files.rename(temporary, this.#pathOf(snapshot.hash));
      return snapshot;
    } finally {
      await files.remove(temporary);
    }
  }

  /** Unpacks a snapshot into a folder that does not exist yet. */
  async open({ hash }: Snapshot, into: string, signal?: AbortSignal): Promise<void> {
    const path = this.#pathOf(hash);
    if (!(await this.#host.files.exists(path))) {
      throw new AppError({
        code: "snapshot_gone",
        status: 422,
        summary: "The kept source of this deployment is not on the disk any more.",
        hint: "Deploy again from the project's source.",
      });
    }
    await this.#host.archives.unpackPacked(path, into, signal);
  }

  /** Removes the snapshots that no release needs, and what a crash left half-written; never one of today. */
  async removeUnused(keptHashes: ReadonlySet<string>): Promise<void> {
    const { files, now } = this.#host;
    if (!(await files.exists(this.#folder))) return;
    for (const { name } of await files.list(this.#folder)) {
      if (keptHashes.has(name.replace(EXTENSION, ""))) continue;
      const path = join(this.#folder, name);
      const stats = await files.stat(path);
      if (stats && stats.mtimeMs < now() - SPARED_FOR_MS) await files.remove(path);
    }
  }

  #pathOf(hash: string): string {
    return join(this.#folder, `${hash}${EXTENSION}`);
  }
}
