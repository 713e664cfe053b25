import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import { isTable } from "../readings/toml.ts";
import { lineAt } from "../text-search.ts";

export const COMPOSER = "composer.json";
export const LOCK = "composer.lock";

/** What a scan reads from `composer.json` and its lockfile. Wrong types count as absent: the files are anyone's. */
export type Composer = {
  /** Without those that only development needs. */
  dependencies: Dependency[];
  /** What the locked packages ask of PHP themselves: `ext-gd`. */
  locked: ReadonlySet<string>;
  hasLock: boolean;
  /** The version of PHP that is asked for, and what says so. */
  php: { value: string; line: number } | null;
  scripts: ReadonlySet<string>;
  /** Packages that stand in folders of the project, which an install reads. */
  hasPaths: boolean;
  find(...names: string[]): Dependency | null;
};

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse((text ?? "").replace(/^\uFEFF/, ""));
    return isTable(value) ? value : {};
  } catch {
    return {};
  }
}

const tableOf = (value: unknown): Record<string, unknown> => (isTable(value) ? value : {});
const listOf = (value: unknown): Record<string, unknown>[] =>
  (Array.isArray(value) ? value : Object.values(tableOf(value))).filter(isTable);

const READ = new WeakMap<Folder, Composer | null>();

/** `null` when there is no `composer.json`, or none that parses. */
export function readComposer(folder: Folder): Composer | null {
  const known = READ.get(folder);
  if (known !== undefined) return known;
  const text = folder.read(COMPOSER);
  const json = parsed(text);
  const composer = text !== null && Object.keys(json).length > 0 ? toComposer(folder, text, json) : null;
  READ.set(folder, composer);
  return composer;
}

function toComposer(folder: Folder, text: string, json: Record<string, unknown>): Composer {
  const start = Math.max(text.indexOf('"require"'), 0);
  const lineOf = (name: string) => {
    const index = text.indexOf(JSON.stringify(name).replaceAll("/", "/"), start);
    return index === -1 ? 0 : lineAt(text, index);
  };
  const required = tableOf(json.require);
  const dependencies = Object.keys(required).map((name) => ({ name, file: COMPOSER, line: lineOf(name) }));
  const platform = tableOf(tableOf(json.config).platform).php;
  const php = [platform, required.php].find((value) => typeof value === "string");
  return {
    dependencies,
    locked: lockedExtensions(folder),
    hasLock: folder.has(LOCK),
    php: typeof php === "string" ? { value: php, line: lineOf("php") } : null,
    scripts: new Set(Object.keys(tableOf(json.scripts))),
    hasPaths: listOf(json.repositories).some(({ type }) => type === "path"),
    find: (...names) => dependencies.find(({ name }) => names.includes(name)) ?? null,
  };
}

function lockedExtensions(folder: Folder): Set<string> {
  const text = folder.read(LOCK);
  if (!text?.includes('"ext-')) return new Set();
  const packages = listOf(parsed(text).packages);
  const names = packages.flatMap((one) => Object.keys(tableOf(one.require)));
  return new Set(names.filter((name) => name.startsWith("ext-")));
}
