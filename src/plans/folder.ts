import { FileList } from "./file-list.ts";
import type { Fact, Finding } from "./plan.ts";
import type { SourceTree } from "./source-tree.ts";
import { subTree } from "./source-tree.ts";

/** Where a pattern was found. `line` counts from 1. */
export type Hit = { file: string; line: number; match: RegExpExecArray };

// Every pattern here and in the detectors meets strangers' files: what may repeat has a bound or cannot overlap, so
// that no file takes more than linear time.
const CODE = /\.(?:[cm]?[jt]sx?|py|vue|svelte|astro|go|rs|java|kts?|scala|cs|fs|php|rb|exs?|dart|gleam)$/;
const NOT_THE_APP =
  /(?:^|\/)(?:tests?|__tests__|spec|e2e|cypress|fixtures|examples?|docs|dist|build|coverage|vendor|\.[^/]+)\/|\.(?:test|spec|stories|d|min)\.|(?:^|\/)(?:test_[^/]*|conftest)\.py$/;
// Below these stand packages, and `com.example` is where most programs in Java begin.
const JVM_PACKAGES = /(?:^|\/)src\/main\/(?:java|kotlin|scala|groovy)\/.*\//;
// `#[…]` is an attribute in Rust and in PHP.
const COMMENT = /^\s*(?:\/\/|#(?!\[)|\*|\/\*)/;
const MAX_CODE_FILES = 500;
/** Of each of the many parts of a large source so many files are read that all parts together take no longer than one. */
const MAX_CODE_FILES_OF_PART = 60;
const LARGE_SOURCE = 5_000;

/** Goes forward through a text and knows its line. What was passed is not looked at again. */
class LineCounter {
  readonly #text: string;
  #line = 1;
  #lineStart = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** The line of a place, and what stands on that line up to it. */
  at(index: number): { line: number; before: string } {
    for (let end = this.#nextEnd(); end !== -1 && end < index; end = this.#nextEnd()) {
      this.#line++;
      this.#lineStart = end + 1;
    }
    return { line: this.#line, before: this.#text.slice(this.#lineStart, index + 1) };
  }

  #nextEnd(): number {
    return this.#text.indexOf("\n", this.#lineStart);
  }
}

export const lineAt = (text: string, index: number): number => new LineCounter(text).at(index).line;

function depthOf(path: string): number {
  let depth = 0;
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) depth++;
  return depth;
}

const isOfTheApp = (file: string) => !NOT_THE_APP.test(file.replace(JVM_PACKAGES, "/src/main/"));

/** The first of the sorted code files that are the program's own, nearest to the root first. */
function nearestCode(files: readonly string[], most: number): string[] {
  const byDepth: string[][] = [];
  for (const file of files) {
    if (!CODE.test(file)) continue;
    const depth = depthOf(file);
    byDepth[depth] ??= [];
    byDepth[depth].push(file);
  }
  const nearest: string[] = [];
  for (const file of byDepth.flat()) {
    if (nearest.length === most) break;
    if (isOfTheApp(file)) nearest.push(file);
  }
  return nearest;
}

const GLOBALS = new WeakMap<RegExp, RegExp>();

/** The pattern as one that goes through a whole text; made once, since every part of a source asks for the same ones. */
function globalOf(pattern: RegExp): RegExp {
  if (pattern.global) return pattern;
  const known = GLOBALS.get(pattern) ?? new RegExp(pattern, `${pattern.flags}g`);
  GLOBALS.set(pattern, known);
  return known;
}

/** Most texts hold nothing of what is searched for, and going through matches takes longer than asking for one. */
function isIn(text: string, global: RegExp): boolean {
  global.lastIndex = 0;
  const isThere = global.test(text);
  global.lastIndex = 0;
  return isThere;
}

const FOLDERS = new WeakMap<SourceTree, Map<string, Folder>>();

/** One folder of a source as the detectors see it. Every file is read at most once. */
export class Folder {
  readonly path: string;
  readonly files: readonly string[];
  readonly list: FileList;
  readonly #tree: SourceTree;
  readonly #texts = new Map<string, string | null>();
  readonly #source: SourceTree;
  #code: readonly string[] | undefined;

  /** The same folder for everybody who asks, so that what was read of it once is known to all. */
  static of(tree: SourceTree, path: string): Folder {
    const folders = FOLDERS.get(tree) ?? new Map<string, Folder>();
    FOLDERS.set(tree, folders);
    const folder = folders.get(path) ?? new Folder(tree, path);
    folders.set(path, folder);
    return folder;
  }

  constructor(tree: SourceTree, path: string) {
    this.path = path;
    this.#source = tree;
    this.#tree = subTree(tree, path);
    this.files = this.#tree.files;
    this.list = new FileList(this.files);
  }

  get complete(): boolean {
    return this.#tree.complete;
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
    const text = this.#tree.read(file);
    this.#texts.set(file, text);
    return text;
  }

  /** The program's own files without tests and output, those nearest to the root first. */
  get code(): readonly string[] {
    const isPartOfMany = this.path !== "." && this.#source.files.length > LARGE_SOURCE;
    this.#code ??= nearestCode(this.files, isPartOfMany ? MAX_CODE_FILES_OF_PART : MAX_CODE_FILES);
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
        const { line, before } = lines.at(match.index);
        if (COMMENT.test(before)) continue;
        yield { file, line, match };
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
