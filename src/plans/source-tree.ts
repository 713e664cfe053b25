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

/** The first place in a sorted list at which `text` or something after it stands. */
function placeIn(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? "") < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The tree as it looks from one of its folders. */
export function subTree(tree: SourceTree, folder: string): SourceTree {
  if (folder === ".") return tree;
  const prefix = `${folder}/`;
  // Found by halves, since a source of many folders asks for each of them; `0` is the character after `/`.
  const inside = tree.files.slice(placeIn(tree.files, prefix), placeIn(tree.files, `${folder}0`));
  return {
    files: inside.map((file) => file.slice(prefix.length)),
    complete: tree.complete,
    read: (path) => tree.read(prefix + path),
  };
}
