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

type Entry = { path: string; isFolder: boolean };

/** What stands in the outermost folder itself. */
type Names = { files: ReadonlySet<string>; folders: ReadonlySet<string> };

/**
 * The sorted paths of a source's files. What detectors ask is answered without going through all of them, since a
 * source of many parts asks for each of its parts.
 */
export class FileList {
  readonly all: readonly string[];
  readonly #around: FileList | null;
  #top: Names | undefined;
  #byEnding: ReadonlyMap<string, readonly string[]> | undefined;

  /** `around` is the list of the source that these files are a part of. */
  constructor(all: readonly string[], around: FileList | null = null) {
    this.all = all;
    this.#around = around;
  }

  has(file: string): boolean {
    const slash = file.indexOf("/");
    if (slash === -1) return this.#names.files.has(file);
    // Most files that are asked for stand in folders that are not there at all.
    return this.#names.folders.has(file.slice(0, slash)) && this.all[placeIn(this.all, file)] === file;
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
    // What the source does not have at all is not looked for in each of its parts.
    const known = this.#around?.byEnding;
    if (known && !endings.some((ending) => known.has(ending))) return [];
    const found = endings.flatMap((ending) => this.byEnding.get(ending) ?? []);
    return endings.length > 1 ? found.sort() : found;
  }

  get byEnding(): ReadonlyMap<string, readonly string[]> {
    this.#byEnding ??= Map.groupBy(this.all, endingOf);
    return this.#byEnding;
  }

  /** What stands in a folder itself. What is below its folders is passed over, so that only its own files take time. */
  in(folder: string): Generator<Entry> {
    return this.#behind(folder === "." ? "" : `${folder}/`);
  }

  /** All files, level by level, those of each level in their order. */
  *nearestFirst(): Generator<string> {
    for (let prefixes = [""]; prefixes.length > 0; ) {
      const below: string[] = [];
      for (const { path, isFolder } of this.#behindAll(prefixes)) {
        if (isFolder) below.push(`${path}/`);
        else yield path;
      }
      prefixes = below;
    }
  }

  *#behind(prefix: string): Generator<Entry> {
    let at = placeIn(this.all, prefix);
    for (let file = this.all[at]; file?.startsWith(prefix); file = this.all[at]) {
      const slash = file.indexOf("/", prefix.length);
      const path = slash === -1 ? file : file.slice(0, slash);
      yield { path, isFolder: slash !== -1 };
      at = slash === -1 ? at + 1 : endOf(this.all, path);
    }
  }

  *#behindAll(prefixes: readonly string[]): Generator<Entry> {
    for (const prefix of prefixes) yield* this.#behind(prefix);
  }

  get #names(): Names {
    if (this.#top) return this.#top;
    const top = { files: new Set<string>(), folders: new Set<string>() };
    for (const { path, isFolder } of this.in(".")) top[isFolder ? "folders" : "files"].add(path);
    this.#top = top;
    return top;
  }
}
