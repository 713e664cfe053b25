import { filesBelow } from "./file-list.ts";

/** The files of a source, which is all that a scan sees. Paths are relative, `/`-separated and sorted. */
export type SourceTree = {
  readonly files: readonly string[];
  /** `false` when the source has more files than are looked at. */
  readonly complete: boolean;
  /** The text of a listed file; `null` for one that is not listed, too large, or not text. */
  read(path: string): string | null;
};

export function treeOf(contents: Readonly<Record<string, string>>): SourceTree {
  return {
    files: Object.keys(contents).sort(),
    complete: true,
    read: (path) => (Object.hasOwn(contents, path) ? (contents[path] ?? null) : null),
  };
}

/** The tree as it looks from one of its folders. */
export function subTree(tree: SourceTree, folder: string): SourceTree {
  if (folder === ".") return tree;
  const prefix = `${folder}/`;
  return {
    files: filesBelow(tree.files, folder).map((file) => file.slice(prefix.length)),
    complete: tree.complete,
    read: (path) => tree.read(prefix + path),
  };
}
