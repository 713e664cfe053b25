import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import { lineAt } from "../text-search.ts";

/** A tool with the version that a project wants of it. */
export type NamedTool = { name: string; version: string };

/** What a scan reads from `package.json`. Wrong types count as absent: the file is anyone's. */
export type PackageJson = {
  name: string | null;
  scripts: Record<string, string>;
  main: string | null;
  /** Whether it says what it offers to those who depend on it. */
  isPublished: boolean;
  engines: Record<string, string>;
  packageManager: string | null;
  /** What its developers are to use: `devEngines.runtime` and `devEngines.packageManager`. */
  devEngines: { runtime: NamedTool | null; packageManager: NamedTool | null };
  /** Versions that Volta pins. */
  volta: Record<string, string>;
  /** The patterns of `workspaces`; empty when it has none. */
  workspaces: readonly string[];
  hasWorkspaces: boolean;
  /** Those of production and development together, which is what an install fetches. */
  dependencies: Map<string, string>;
  /** The names of those that only development needs. */
  development: ReadonlySet<string>;
  /** Where a key stands, `["scripts", "start"]`. */
  at(...keys: string[]): { file: string; line: number };
};

const FILE = "package.json";
const OFFERS = ["types", "typings", "module", "exports", "files", "peerDependencies", "publishConfig"];

/** A program without a `package.json`. */
export const EMPTY_PACKAGE: PackageJson = toPackage({}, "", false);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strings(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

/** The line of nested keys, found by reading on from the line of the key around them. */
function lineOfKeys(source: string, keys: readonly string[]): number {
  let index = 0;
  for (const key of keys) {
    const found = source.indexOf(`${JSON.stringify(key)}`, index);
    if (found === -1) return 0;
    index = found;
  }
  return lineAt(source, index);
}

function parse(source: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(source.replace(/^\uFEFF/, ""));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** `{ name, version }`, or the first of a list of them. */
function namedTool(value: unknown): NamedTool | null {
  const tool: unknown = Array.isArray(value) ? value[0] : value;
  if (!isRecord(tool)) return null;
  const name = text(tool.name);
  return name ? { name, version: text(tool.version) ?? "" } : null;
}

/** A list of patterns, or Yarn's and Bun's `{ "packages": […] }`. */
function patterns(value: unknown): string[] {
  const list: unknown = isRecord(value) ? value.packages : value;
  return Array.isArray(list) ? list.filter((pattern): pattern is string => typeof pattern === "string") : [];
}

function toPackage(json: Record<string, unknown>, source: string, hasPnpmWorkspace: boolean): PackageJson {
  const [production, development] = [strings(json.dependencies), strings(json.devDependencies)];
  const devEngines = isRecord(json.devEngines) ? json.devEngines : {};
  const workspaces = patterns(json.workspaces);
  return {
    name: text(json.name),
    scripts: strings(json.scripts),
    main: text(json.main),
    isPublished: json.private !== true && OFFERS.some((key) => Object.hasOwn(json, key)),
    engines: strings(json.engines),
    packageManager: text(json.packageManager),
    devEngines: { runtime: namedTool(devEngines.runtime), packageManager: namedTool(devEngines.packageManager) },
    volta: strings(json.volta),
    workspaces,
    hasWorkspaces: workspaces.length > 0 || hasPnpmWorkspace,
    dependencies: new Map(Object.entries({ ...development, ...production })),
    development: new Set(Object.keys(development).filter((name) => !Object.hasOwn(production, name))),
    at: (...keys) => ({ file: FILE, line: lineOfKeys(source, keys) }),
  };
}

const READ = new WeakMap<Folder, PackageJson | null>();

/** `null` when there is no `package.json`, or none that parses. */
export function readPackage(folder: Folder): PackageJson | null {
  const known = READ.get(folder);
  if (known !== undefined) return known;
  const source = folder.read(FILE);
  const json = source === null ? null : parse(source);
  // With settings alone in it, pnpm's file makes no workspace.
  const hasPnpmWorkspace = /^packages:/m.test(folder.read("pnpm-workspace.yaml") ?? "");
  const pkg = source === null || json === null ? null : toPackage(json, source, hasPnpmWorkspace);
  READ.set(folder, pkg);
  return pkg;
}

/** Dependencies with their lines. */
export function dependenciesOf(pkg: PackageJson): Dependency[] {
  return [...pkg.dependencies.keys()].map((name) => ({ name, ...placeOf(pkg, name) }));
}

export function placeOf(pkg: PackageJson, dependency: string): { file: string; line: number } {
  const place = pkg.at("dependencies", dependency);
  return place.line > 0 ? place : pkg.at("devDependencies", dependency);
}
