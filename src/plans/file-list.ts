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

/** `0` is the character after `/`: between the two stands everything below the folder. */
const startOf = (files: readonly string[], folder: string) => placeIn(files, `${folder}/`);
const endOf = (files: readonly string[], folder: string) => placeIn(files, `${folder}0`);

/** The part of a sorted list that stands below a folder, with its whole paths. */
export const filesBelow = (files: readonly string[], folder: string): readonly string[] =>
  files.slice(startOf(files, folder), endOf(files, folder));

/** `page.html` → `html`; nothing for what has no dot in its name. */
function endingOf(file: string): string {
  const dot = file.lastIndexOf(".");
  return dot > file.lastIndexOf("/") ? file.slice(dot + 1) : "";
}

/**
 * The sorted paths of a source's files. What detectors ask is answered without going through all of them, since a
 * source of many parts asks for each of its parts.
 */
export class FileList {
  readonly all: readonly string[];
  #loose: ReadonlySet<string> | undefined;
  #byEnding: ReadonlyMap<string, readonly string[]> | undefined;

  constructor(all: readonly string[]) {
    this.all = all;
  }

  has(file: string): boolean {
    return file.includes("/") ? this.all[placeIn(this.all, file)] === file : this.#looseFiles.has(file);
  }

  /** Whether anything stands below the folder. */
  hasFolder(folder: string): boolean {
    return this.all[startOf(this.all, folder)]?.startsWith(`${folder}/`) ?? false;
  }

  below(folder: string): readonly string[] {
    return filesBelow(this.all, folder);
  }

  /** The files whose names end so, in the order of all: `ending("yml", "yaml")`. */
  ending(...endings: string[]): readonly string[] {
    const found = endings.flatMap((ending) => this.byEnding.get(ending) ?? []);
    return endings.length > 1 ? found.sort() : found;
  }

  get byEnding(): ReadonlyMap<string, readonly string[]> {
    this.#byEnding ??= Map.groupBy(this.all, endingOf);
    return this.#byEnding;
  }

  /** What stands in a folder itself. What is below its folders is passed over, so that only its own files take time. */
  *in(folder: string): Generator<{ name: string; isFolder: boolean }> {
    const prefix = folder === "." ? "" : `${folder}/`;
    const end = folder === "." ? this.all.length : endOf(this.all, folder);
    let at = folder === "." ? 0 : startOf(this.all, folder);
    while (at < end) {
      const path = this.all[at] ?? "";
      const slash = path.indexOf("/", prefix.length);
      const isFolder = slash !== -1;
      yield { name: path.slice(prefix.length, isFolder ? slash : undefined), isFolder };
      at = isFolder ? endOf(this.all, path.slice(0, slash)) : at + 1;
    }
  }

  get #looseFiles(): ReadonlySet<string> {
    if (this.#loose) return this.#loose;
    const loose = new Set<string>();
    for (const { name, isFolder } of this.in(".")) if (!isFolder) loose.add(name);
    this.#loose = loose;
    return loose;
  }
}
