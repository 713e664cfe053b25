import type { Folder } from "../folder.ts";

/** A TOML file. What cannot be parsed, or is of another type than it should be, counts as absent: the file is anyone's. */
export type Toml = {
  file: string;
  text: string;
  /** The value at the end of the keys. */
  get(...keys: string[]): unknown;
  table(...keys: string[]): Record<string, unknown>;
  string(...keys: string[]): string | null;
  strings(...keys: string[]): string[];
  /** Whether the value is there at all. */
  has(...keys: string[]): boolean;
  /** Where a key stands, found by going on from one word to the next: `at("[tool.poetry]", "python")`. */
  at(...words: string[]): { file: string; line: number };
};

export const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = Bun.TOML.parse(text);
    return isTable(value) ? value : {};
  } catch {
    return {};
  }
}

function lineOf(text: string, words: readonly string[]): number {
  let index = -1;
  for (const word of words) {
    const found = text.indexOf(word, index + 1);
    if (found !== -1) index = found;
  }
  return index === -1 ? 0 : text.slice(0, index).split("\n").length;
}

const parsed = new WeakMap<Folder, Map<string, Toml>>();

function toToml(file: string, text: string): Toml {
  const root = parse(text);
  const get = (...keys: string[]): unknown => {
    let value: unknown = root;
    for (const key of keys) value = isTable(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    return value;
  };
  const string = (...keys: string[]) => {
    const value = get(...keys);
    return typeof value === "string" && value !== "" ? value : null;
  };
  const strings = (...keys: string[]) => {
    const value = get(...keys);
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  };
  const table = (...keys: string[]) => {
    const value = get(...keys);
    return isTable(value) ? value : {};
  };
  const has = (...keys: string[]) => get(...keys) !== undefined;
  return { file, text, get, table, string, strings, has, at: (...words) => ({ file, line: lineOf(text, words) }) };
}

/** `null` when there is no such file. A file is parsed once a folder, however many detectors ask. */
export function readToml(folder: Folder, file: string): Toml | null {
  const files = parsed.get(folder) ?? new Map<string, Toml>();
  parsed.set(folder, files);
  const known = files.get(file);
  if (known) return known;
  const text = folder.read(file);
  if (text === null) return null;
  const toml = toToml(file, text.replace(/^\uFEFF/, ""));
  files.set(file, toml);
  return toml;
}
