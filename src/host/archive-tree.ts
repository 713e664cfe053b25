import { copyFile, mkdir, open, readdir, rename, rmdir, symlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { refused, shownName, unreadable } from "./archive-limits.ts";
import { linkStaysInside } from "./archive-paths.ts";

type Made = { kind: "folder" } | { kind: "file"; bytes: number } | { kind: "link"; target: string };
type Content = AsyncIterable<Uint8Array>;

/**
 * A new folder that an archive is unpacked into. It knows all that it made, so nothing is ever written through a link
 * or over a file; links are made last, when it is known where each one leads. Paths come from `entryPath`.
 */
export class NewTree {
  readonly #root: string;
  readonly #made = new Map<string, Made>();

  private constructor(root: string) {
    this.#root = root;
  }

  static async create(root: string): Promise<NewTree> {
    await mkdir(dirname(root), { recursive: true });
    await mkdir(root, { mode: 0o755 });
    return new NewTree(root);
  }

  /** A folder may be named more than once, and after the files in it. */
  async addFolder(path: string): Promise<void> {
    const known = this.#made.get(path);
    if (known?.kind === "folder") return;
    await this.#claim(path, { kind: "folder" });
    await mkdir(join(this.#root, path), { mode: 0o755 });
  }

  async addFile(path: string, executable: boolean, content: Content, signal?: AbortSignal): Promise<void> {
    const file = { kind: "file" as const, bytes: 0 };
    await this.#claim(path, file);
    // "wx" refuses what the file system holds for the same name: "README" and "readme" are one file on some.
    const out = await open(join(this.#root, path), "wx", executable ? 0o755 : 0o644);
    try {
      for await (const chunk of content) {
        signal?.throwIfAborted();
        file.bytes += chunk.length;
        await out.writeFile(chunk);
      }
    } finally {
      await out.close();
    }
  }

  async addLink(path: string, target: string): Promise<void> {
    await this.#claim(path, { kind: "link", target });
  }

  /** A hard link of a tar archive, as a copy: it can only name a file that came before. Answers the copy's size. */
  async addCopy(path: string, of: string | null): Promise<number> {
    const original = of === null ? undefined : this.#made.get(of);
    if (of === null || original?.kind !== "file") {
      throw refused(
        "archive_link",
        `The archive's hard link ${shownName(path)} does not lead to a file of the archive.`,
        "Replace the link by the file itself.",
      );
    }
    await this.#claim(path, { kind: "file", bytes: original.bytes });
    await copyFile(join(this.#root, of), join(this.#root, path));
    return original.bytes;
  }

  /** Makes the links and, when asked, strips a single top folder, as in the zips that GitHub makes. */
  async finish({ strip }: { strip: boolean }): Promise<void> {
    if (strip && this.#made.size === 0) {
      throw refused("archive_empty", "The archive holds no files.", "Choose the folder that holds your project.");
    }
    const top = strip ? this.#singleTopFolder() : null;
    const prefix = top === null ? "" : `${top}/`;
    await this.#makeLinks(prefix);
    if (top !== null) await this.#lift(top);
  }

  async #claim(path: string, made: Made): Promise<void> {
    await this.#makeParents(path);
    if (this.#made.has(path)) {
      throw refused("archive_duplicate", `The archive holds ${shownName(path)} twice.`, "Make the archive again.");
    }
    this.#made.set(path, made);
  }

  async #makeParents(path: string): Promise<void> {
    const parent = dirname(path);
    if (parent === ".") return;
    const known = this.#made.get(parent);
    if (known === undefined) await this.addFolder(parent);
    else if (known.kind !== "folder") {
      throw refused(
        "archive_link",
        `The archive holds ${shownName(path)} below ${shownName(parent)}, which is a ${known.kind}.`,
        "Make the archive again from a plain folder.",
      );
    }
  }

  async #makeLinks(prefix: string): Promise<void> {
    const links = new Map<string, string>();
    for (const [path, made] of this.#made) {
      if (made.kind === "link") links.set(path.slice(prefix.length), made.target);
    }
    for (const path of links.keys()) {
      if (!linkStaysInside(path, links)) {
        throw refused(
          "archive_link",
          `The archive's link ${shownName(path)} leads out of the project, or nowhere.`,
          "Replace the link by what it leads to.",
        );
      }
    }
    for (const [path, target] of links) await symlink(target, join(this.#root, prefix, path));
  }

  #singleTopFolder(): string | null {
    const tops = [...this.#made].filter(([path]) => !path.includes("/"));
    const [first] = tops;
    return tops.length === 1 && first?.[1].kind === "folder" ? first[0] : null;
  }

  async #lift(top: string): Promise<void> {
    const aside = join(dirname(this.#root), `.${basename(this.#root)}.${crypto.randomUUID()}`);
    await rename(join(this.#root, top), aside);
    if ((await readdir(this.#root)).length > 0) throw unreadable("The archive could not be unpacked.");
    await rmdir(this.#root);
    await rename(aside, this.#root);
  }
}
