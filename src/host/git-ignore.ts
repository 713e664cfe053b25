import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import ignore, { type Ignore } from "ignore";
import { realFiles } from "./files.ts";

/** Never part of an upload, whatever `.gitignore` says. */
const ALWAYS_LEFT_OUT = new Set([".git", "node_modules"]);

/** The rules that hold in one folder. All paths are relative to the repository's root, as the rules are. */
export class IgnoreRules {
  readonly #root: string;
  readonly #rules: Ignore;

  private constructor(root: string, rules: Ignore) {
    this.#root = root;
    this.#rules = rules;
  }

  /** The rules for a folder, with those of the folders above it up to the root of its Git repository. */
  static async forFolder(folder: string): Promise<IgnoreRules> {
    const root = (await repositoryOf(folder)) ?? folder;
    let rules = new IgnoreRules(root, caseSensitive());
    for (const above of foldersBetween(root, folder)) rules = await rules.enter(above);
    // Who names an ignored folder, such as `dist`, wants what is in it.
    const isIgnored = root !== folder && rules.#rules.ignores(`${relative(root, folder)}/`);
    return (isIgnored ? new IgnoreRules(folder, caseSensitive()) : rules).enter(folder);
  }

  /** The rules within a folder: its own `.gitignore` wins over those above it. */
  async enter(folder: string): Promise<IgnoreRules> {
    const text = await readFile(join(folder, ".gitignore"), "utf8").catch(() => null);
    if (text === null) return this;
    const below = relative(this.#root, folder);
    const patterns = text.split(/\r?\n/).map((line) => patternFrom(line, below));
    return new IgnoreRules(this.#root, caseSensitive().add(this.#rules).add(patterns));
  }

  leavesOut(path: string, isFolder: boolean): boolean {
    const below = relative(this.#root, path);
    if (ALWAYS_LEFT_OUT.has(below.slice(below.lastIndexOf("/") + 1))) return true;
    return this.#rules.ignores(isFolder ? `${below}/` : below);
  }
}

const caseSensitive = () => ignore({ ignorecase: false });

/** One line of the `.gitignore` in the folder `below`, as it would stand in that of the root. */
function patternFrom(line: string, below: string): string {
  if (below === "" || line.trim() === "" || line.startsWith("#")) return line;
  const isNegative = line.startsWith("!");
  const pattern = isNegative ? line.slice(1) : line;
  const folder = below.replace(/[\\*?[\]!# ]/g, "\\$&");
  // Without a slash before its end a pattern fits at any depth.
  const isAnchored = pattern.trimEnd().slice(0, -1).includes("/");
  return `${isNegative ? "!" : ""}/${folder}/${isAnchored ? pattern.replace(/^\//, "") : `**/${pattern}`}`;
}

async function repositoryOf(folder: string): Promise<string | null> {
  if (await realFiles.exists(join(folder, ".git"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? null : repositoryOf(parent);
}

/** The folders from the root down to the one above `folder`. */
function foldersBetween(root: string, folder: string): string[] {
  return folder === root ? [] : [...foldersBetween(root, dirname(folder)), dirname(folder)];
}
