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
 * The files of a folder, found in the sorted list of its source. What detectors ask is answered without going through
 * all of them, since a source of many parts asks for each of its parts.
 */
export class FileList {
  readonly #source: readonly string[];
  readonly #prefix: string;
  readonly #around: FileList | null;
  #all: readonly string[] | undefined;
  #top: Names | undefined;
  #byEnding: ReadonlyMap<string, readonly string[]> | undefined;

  /** `around` is the list of the whole source, of which `folder` is a part. */
  constructor(source: readonly string[], folder = ".", around: FileList | null = null) {
    this.#source = source;
    this.#prefix = folder === "." ? "" : `${folder}/`;
    this.#around = around;
  }

  /** The paths of all files as seen from the folder. Listed only when somebody asks. */
  get all(): readonly string[] {
    this.#all ??=
      this.#prefix === "" ? this.#source : filesBelow(this.#source, this.#prefix.slice(0, -1)).map(this.#inside);
    return this.#all;
  }

  has(file: string): boolean {
    const slash = file.indexOf("/");
    if (slash === -1) return this.#names.files.has(file);
    // Most files that are asked for stand in folders that are not there at all.
    if (!this.#names.folders.has(file.slice(0, slash))) return false;
    const path = this.#prefix + file;
    return this.#source[placeIn(this.#source, path)] === path;
  }

  /** Whether anything stands below the folder. */
  hasFolder(folder: string): boolean {
    const prefix = `${this.#prefix}${folder}/`;
    return this.#source[placeIn(this.#source, prefix)]?.startsWith(prefix) ?? false;
  }

  below(folder: string): readonly string[] {
    return filesBelow(this.#source, this.#prefix + folder).map(this.#inside);
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

  *#behind(inside: string): Generator<Entry> {
    const prefix = this.#prefix + inside;
    let at = placeIn(this.#source, prefix);
    for (let file = this.#source[at]; file?.startsWith(prefix); file = this.#source[at]) {
      const slash = file.indexOf("/", prefix.length);
      const path = slash === -1 ? file : file.slice(0, slash);
      yield { path: this.#inside(path), isFolder: slash !== -1 };
      at = slash === -1 ? at + 1 : endOf(this.#source, path);
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

  readonly #inside = (path: string): string => path.slice(this.#prefix.length);
}
