import { FileList } from "./file-list.ts";
import type { Fact, Finding } from "./plan.ts";
import type { SourceTree } from "./source-tree.ts";
import { globalOf, isIn, LineCounter } from "./text-search.ts";

/** Where a pattern was found. `line` counts from 1. */
export type Hit = { file: string; line: number; match: RegExpExecArray };

// Every pattern here and in the detectors meets strangers' files: what may repeat has a bound or cannot overlap, so
// that no file takes more than linear time.
const CODE = /\.(?:[cm]?[jt]sx?|py|vue|svelte|astro|go|rs|java|kts?|scala|cs|fs|php|rb|exs?|dart|gleam)$/;
const NOT_THE_APP =
  /(?:^|\/)(?:tests?|__tests__|spec|e2e|cypress|fixtures|examples?|docs|dist|build|coverage|vendor|\.[^/]+)\/|\.(?:test|spec|stories|d|min)\.|(?:^|\/)(?:test_[^/]*|conftest)\.py$/;
// Below these stand packages, and `com.example` is where most programs in Java begin.
const JVM_PACKAGES = /(?:^|\/)src\/main\/(?:java|kotlin|scala|groovy)\/.*\//;
const MAX_CODE_FILES = 500;
const LARGE_SOURCE = 5_000;
/** Of a large source's parts so many files are read altogether, of each by its size, but never fewer than these. */
const MAX_CODE_FILES_OF_PARTS = 600;
const MIN_CODE_FILES_OF_PART = 6;

const isOfTheApp = (file: string) => !NOT_THE_APP.test(file.replace(JVM_PACKAGES, "/src/main/"));

/** The first code files that are the program's own, nearest to the root first. */
function nearestCode(list: FileList, most: number): string[] {
  const nearest: string[] = [];
  for (const file of list.nearestFirst()) {
    if (nearest.length === most) break;
    if (CODE.test(file) && isOfTheApp(file)) nearest.push(file);
  }
  return nearest;
}

type Folders = Map<string, Folder>;

const FOLDERS = new WeakMap<SourceTree, { all: Folders; close: Folders }>();

function foldersOf(tree: SourceTree): { all: Folders; close: Folders } {
  const folders = FOLDERS.get(tree) ?? { all: new Map(), close: new Map() };
  FOLDERS.set(tree, folders);
  return folders;
}

function partOfAll(files: readonly string[], source: SourceTree): number {
  const share = Math.ceil((MAX_CODE_FILES_OF_PARTS * files.length) / source.files.length);
  return Math.min(MAX_CODE_FILES, Math.max(MIN_CODE_FILES_OF_PART, share));
}

/** One folder of a source as the detectors see it. Every file is read at most once. */
export class Folder {
  readonly path: string;
  readonly #texts = new Map<string, string | null>();
  readonly #source: SourceTree;
  readonly list: FileList;
  readonly #isWhole: boolean;
  #code: readonly string[] | undefined;

  /** The same folder for everybody who asks, so that what was read of it once is known to all. */
  static of(tree: SourceTree, path: string): Folder {
    const { all } = foldersOf(tree);
    const folder = all.get(path) ?? new Folder(tree, path, false);
    all.set(path, folder);
    return folder;
  }

  /** The folder with as much of its code as if it were the whole source, for the part that is going to be built. */
  static closely(tree: SourceTree, path: string): Folder {
    const { close } = foldersOf(tree);
    const seen = Folder.of(tree, path);
    const folder = close.get(path) ?? (seen.#isWhole ? seen : new Folder(tree, path, true));
    close.set(path, folder);
    return folder;
  }

  /** The folder as closely as it was looked at. */
  static asSeen(tree: SourceTree, path: string): Folder {
    return foldersOf(tree).close.get(path) ?? Folder.of(tree, path);
  }

  constructor(tree: SourceTree, path: string, isWhole = true) {
    this.path = path;
    this.#isWhole = isWhole || path === "." || tree.files.length <= LARGE_SOURCE;
    this.#source = tree;
    this.list = new FileList(tree.files, path, path === "." ? null : Folder.of(tree, ".").list);
  }

  get complete(): boolean {
    return this.#source.complete;
  }

  get leavesOutDockerfiles(): boolean {
    return this.#source.leavesOutDockerfiles === true;
  }

  get files(): readonly string[] {
    return this.list.all;
  }

  /** The source's root, for what is said there of all its parts: workspaces, lockfiles. */
  get root(): Folder {
    return this.at(".");
  }

  /** Another folder of the same source, by its path from the source's root. */
  at(path: string): Folder {
    return path === this.path ? this : Folder.of(this.#source, path);
  }

  has(file: string): boolean {
    return this.list.has(file);
  }

  /** The first of the names that exists. */
  firstOf(...names: string[]): string | null {
    return names.find((name) => this.has(name)) ?? null;
  }

  read(file: string): string | null {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    if (!this.has(file)) return null;
    const text = this.#source.read(this.path === "." ? file : `${this.path}/${file}`);
    this.#texts.set(file, text);
    return text;
  }

  /** The program's own files without tests and output, those nearest to the root first. */
  get code(): readonly string[] {
    this.#code ??= nearestCode(this.list, this.#isWhole ? MAX_CODE_FILES : partOfAll(this.files, this.#source));
    return this.#code;
  }

  /** Every place in the files where the pattern matches outside a comment line. */
  *search(files: readonly string[], pattern: RegExp): Generator<Hit> {
    const global = globalOf(pattern);
    for (const file of files) {
      const text = this.read(file);
      if (text === null || !isIn(text, global)) continue;
      const lines = new LineCounter(text);
      for (const match of text.matchAll(global)) {
        const line = lines.at(match.index);
        if (!lines.isInComment(match.index)) yield { file, line, match };
      }
    }
  }

  find(files: readonly string[], pattern: RegExp): Hit | null {
    for (const hit of this.search(files, pattern)) return hit;
    return null;
  }
}

/** A fact at a place; a file alone stands for the file as a whole. */
export function fact(name: string, value: string, at: string | { file: string; line: number }): Fact {
  return typeof at === "string" ? { name, value, file: at, line: 0 } : { name, value, file: at.file, line: at.line };
}

export function finding(
  level: Finding["level"],
  id: string,
  words: { title: string; fix: string },
  at: { file: string; line: number } | null,
): Finding {
  return { id, level, ...words, file: at?.file ?? null, line: at?.line ?? 0 };
}
