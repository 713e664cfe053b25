import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import { tomlLines } from "./toml-lines.ts";

/** One value of a file, by its way through the file's tables and lists: `services[0].startCommand`. */
export type Entry = { path: string; value: string | number | boolean | null; line: number };

/** What a file says, in the order of its lines; with a problem where it cannot be read. */
export type Entries = { entries: Entry[]; problem: { text: string; line: number } | null };

const MOST_ENTRIES = 2_000;
const MOST_ALIASES = 50;
const DEEPEST = 20;

/** A file's values with their lines. Never throws: the file is anyone's. */
export function readEntries(file: string, text: string): Entries {
  const plain = text.replace(/^\uFEFF/, "");
  return /\.toml$|^\.replit$/.test(file) ? readToml(plain) : readYaml(plain);
}

/** JSON is YAML as well, so one parser tells the lines of both. */
function readYaml(text: string): Entries {
  const counter = new LineCounter();
  try {
    const document = parseDocument(text, { lineCounter: counter, uniqueKeys: false, merge: true });
    const [error] = document.errors;
    if (error) return failed(error.message.split("\n")[0] ?? "", counter.linePos(error.pos[0]).line);
    // Counts what aliases stand for, so that a small file cannot become a huge one.
    document.toJS({ maxAliasCount: MOST_ALIASES });
    const entries: Entry[] = [];
    walkYaml(document.contents, "", { entries, counter, depth: 0 });
    return { entries, problem: null };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), 0);
  }
}

const failed = (text: string, line: number): Entries => ({ entries: [], problem: { text, line } });

type Walk = { entries: Entry[]; counter: LineCounter; depth: number };

function walkYaml(node: unknown, path: string, walk: Walk): void {
  if (walk.entries.length >= MOST_ENTRIES || walk.depth > DEEPEST) return;
  const deeper = { ...walk, depth: walk.depth + 1 };
  if (isMap(node)) {
    for (const { key, value } of node.items) walkYaml(value ?? key, joined(path, keyOf(key)), deeper);
  } else if (isSeq(node)) {
    for (const [index, item] of node.items.entries()) walkYaml(item, `${path}[${index}]`, deeper);
  } else if (isScalar(node)) {
    const line = node.range ? walk.counter.linePos(node.range[0]).line : 0;
    walk.entries.push({ path, value: scalar(node.value), line });
  }
}

const keyOf = (key: unknown): string => (isScalar(key) ? String(key.value) : String(key));
const joined = (path: string, key: string) => (path === "" ? key : `${path}.${key}`);

function scalar(value: unknown): Entry["value"] {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return value === null || value === undefined ? null : String(value);
}

function readToml(text: string): Entries {
  try {
    const entries: Entry[] = [];
    walkToml(Bun.TOML.parse(text), "", { entries, lineOf: tomlLines(text), depth: 0 });
    return { entries, problem: null };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error), 0);
  }
}

type TomlWalk = { entries: Entry[]; lineOf: (path: string) => number; depth: number };

function walkToml(value: unknown, path: string, walk: TomlWalk): void {
  if (walk.entries.length >= MOST_ENTRIES || walk.depth > DEEPEST) return;
  const deeper = { ...walk, depth: walk.depth + 1 };
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walkToml(item, `${path}[${index}]`, deeper);
  } else if (typeof value === "object" && value !== null && !(value instanceof Date)) {
    for (const [key, item] of Object.entries(value)) walkToml(item, joined(path, key), deeper);
  } else {
    walk.entries.push({ path, value: scalar(value), line: walk.lineOf(path) });
  }
}
