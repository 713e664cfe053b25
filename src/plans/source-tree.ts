/** The files of a source, which is all that a scan sees. Paths are relative, `/`-separated and sorted. */
export type SourceTree = {
  readonly files: readonly string[];
  /** `false` when the source has more files than are looked at. */
  readonly complete: boolean;
  /** The plan is to be made from the code, whatever Dockerfiles the source holds. */
  readonly leavesOutDockerfiles?: boolean;
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
