import { mkdir, rm, statfs, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { testFolder } from "./folders.ts";

/** A file system of its own in memory, so small that it can be filled. Only root can mount it. */
export class SmallDisk {
  readonly #mount: string;
  readonly #folder: Awaited<ReturnType<typeof testFolder>>;

  private constructor(folder: Awaited<ReturnType<typeof testFolder>>) {
    this.#folder = folder;
    this.#mount = join(folder.path, "disk");
  }

  static async mount(bytes: number): Promise<SmallDisk> {
    const disk = new SmallDisk(await testFolder());
    await mkdir(disk.#mount);
    await run(["mount", "-t", "tmpfs", "-o", `size=${bytes},mode=0700`, "tmpfs", disk.#mount]);
    await mkdir(disk.folder);
    return disk;
  }

  /** For the data folder: the mount itself cannot be removed. */
  get folder(): string {
    return join(this.#mount, "data");
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#mount);
    return bavail * bsize;
  }

  /** Fills it with something else until about so much is free; 0 leaves not one byte. */
  async leave(bytes: number): Promise<void> {
    await this.#resize(0);
    const free = await this.freeBytes();
    await writeFile(this.#ballast, Buffer.alloc(Math.max(0, free - bytes), 1)).catch(expectFull);
  }

  async free(): Promise<void> {
    await this.#resize(0);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run(["umount", "--lazy", this.#mount]);
    await this.#folder[Symbol.asyncDispose]();
  }

  get #ballast(): string {
    return join(this.#mount, "ballast");
  }

  async #resize(bytes: number): Promise<void> {
    await truncate(this.#ballast, bytes).catch(() => rm(this.#ballast, { force: true }));
  }
}

function expectFull(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
}

async function run(argv: string[]): Promise<void> {
  const child = Bun.spawn(argv, { stdout: "ignore", stderr: "pipe" });
  const problem = await child.stderr.text();
  if ((await child.exited) !== 0) throw new Error(`${argv.join(" ")}: ${problem}`);
}
