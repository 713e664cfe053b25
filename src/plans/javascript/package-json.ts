import type { Folder } from "../folder.ts";
import { lineAt } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";

/** What a scan reads from `package.json`. Wrong types count as absent: the file is anyone's. */
export type PackageJson = {
  scripts: Record<string, string>;
  main: string | null;
  engines: Record<string, string>;
  packageManager: string | null;
  hasWorkspaces: boolean;
  /** Those of production and development together, which is what an install fetches. */
  dependencies: Map<string, string>;
  /** Where a key stands, `["scripts", "start"]`. */
  at(...keys: string[]): { file: string; line: number };
};

const FILE = "package.json";

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function strings(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

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

/** `null` when there is no `package.json`, or none that parses. */
export function readPackage(folder: Folder): PackageJson | null {
  const source = folder.read(FILE);
  const json = source === null ? null : parse(source);
  if (source === null || json === null) return null;
  return {
    scripts: strings(json.scripts),
    main: text(json.main),
    engines: strings(json.engines),
    packageManager: text(json.packageManager),
    hasWorkspaces: json.workspaces !== undefined || folder.has("pnpm-workspace.yaml"),
    dependencies: new Map(Object.entries({ ...strings(json.devDependencies), ...strings(json.dependencies) })),
    at: (...keys) => ({ file: FILE, line: lineOfKeys(source, keys) }),
  };
}

/** Dependencies with their lines. */
export function dependenciesOf(pkg: PackageJson): Dependency[] {
  return [...pkg.dependencies.keys()].map((name) => ({ name, ...placeOf(pkg, name) }));
}

export function placeOf(pkg: PackageJson, dependency: string): { file: string; line: number } {
  const place = pkg.at("dependencies", dependency);
  return place.line > 0 ? place : pkg.at("devDependencies", dependency);
}
