import { expect } from "bun:test";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realArchives } from "../../src/host/archive.ts";
import { AppError } from "../../src/lib/errors.ts";
import { type TarPart, tarGzBytes, type ZipPart, zipBytes } from "./archive-bytes.ts";

export const UNPACK_LIMITS = { maxBytes: 50_000_000, maxFiles: 100, maxRatio: 200 };
/** A symbolic link's mode in a zip. */
export const LINK = 0o120777;

/** Unpacks archives, each in a place of its own. */
export class Unpacking {
  readonly #folder = mkdtemp(join(tmpdir(), "autostack-archive-test-"));
  #count = 0;

  async close(): Promise<void> {
    await rm(await this.#folder, { recursive: true, force: true });
  }

  /** Into `<folder>/<n>/into`, so that all around it can be looked at. */
  async unpack(bytes: Buffer, limits = UNPACK_LIMITS): Promise<string> {
    const folder = await this.#folder;
    const place = join(folder, String(this.#count++));
    await mkdir(place);
    await writeFile(join(folder, "archive"), bytes);
    await realArchives.unpack(join(folder, "archive"), join(place, "into"), limits);
    return join(place, "into");
  }

  /** The code of the refusal; nothing may be left of what was unpacked, nor anything beside it. */
  async refusal(bytes: Buffer, limits = UNPACK_LIMITS): Promise<string> {
    const error = await this.unpack(bytes, limits).then(
      (into) => new Error(`unpacked to ${into}`),
      (error: unknown) => error,
    );
    if (!(error instanceof AppError)) throw error;
    expect({ status: error.status, field: error.field }).toEqual({ status: 422, field: "file" });
    expect(error.hint).toBeTruthy();
    expect(await readdir(join(await this.#folder, String(this.#count - 1)))).toEqual([]);
    return error.code;
  }

  zip(...parts: ZipPart[]): Promise<string> {
    return this.unpack(zipBytes(parts));
  }

  async tar(...parts: TarPart[]): Promise<string> {
    return this.unpack(await tarGzBytes(parts));
  }

  refusedZip(...parts: ZipPart[]): Promise<string> {
    return this.refusal(zipBytes(parts));
  }

  async refusedTar(...parts: TarPart[]): Promise<string> {
    return this.refusal(await tarGzBytes(parts));
  }
}
