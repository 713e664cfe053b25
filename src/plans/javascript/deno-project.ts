import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, Fact, Finding } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import type { RuntimeReading } from "../readings/versions.ts";
import { runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";
import { lineAt } from "../text-search.ts";
import { fileOf } from "./development.ts";
import { dependenciesOf, readPackage } from "./package-json.ts";

/** What a scan reads from `deno.json`. */
export type DenoConfig = {
  file: string;
  tasks: Record<string, string>;
  imports: Record<string, string>;
  isWorkspace: boolean;
  at(key: string): { file: string; line: number };
};

const FILES = ["deno.json", "deno.jsonc"];
/** Its images are named after whole versions, so that one has to be chosen. */
const NEWEST = "2.9.6";
const WHOLE = /^v?(\d{1,3}\.\d{1,4}\.\d{1,4})$/;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** JSON with comments and last commas. */
function parse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = Bun.JSONC.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function strings(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  // A task may be `{ "command": … }` with what it depends on.
  const lines = Object.entries(value).map(([name, one]) => [name, isRecord(one) ? one.command : one]);
  return Object.fromEntries(lines.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** `null` when there is no `deno.json`, or none that can be read. */
export function readDenoConfig(folder: Folder): DenoConfig | null {
  const file = folder.firstOf(...FILES);
  const text = file && folder.read(file);
  const json = text && parse(text);
  if (!file || !text || !json) return null;
  const at = (key: string) => {
    const index = text.indexOf(JSON.stringify(key));
    return { file, line: index === -1 ? 0 : lineAt(text, index) };
  };
  return { file, tasks: strings(json.tasks), imports: strings(json.imports), isWorkspace: "workspace" in json, at };
}

function denoRuntime(folder: Folder): RuntimeReading {
  const wish = versionFile(folder, ".deno-version") ?? versionFile(folder, ".dvmrc") ?? toolVersion(folder, "deno");
  return runtimeFrom("deno", WHOLE.exec(wish?.value ?? "")?.[1] ?? NEWEST, wish);
}

const NO_LOCKFILE = {
  title: "There is no deno.lock, so every build may get other versions of the dependencies.",
  fix: "Run `deno install` on your machine and add the deno.lock that it writes to the repository.",
};

/** Names of packages as npm has them: `npm:pg@8` is `pg`. */
function denoDependencies(folder: Folder, config: DenoConfig | null) {
  const npm = Object.entries(config?.imports ?? {}).flatMap(([key, specifier]) => {
    const name = /^npm:\/?((?:@[\w.-]+\/)?[\w.-]+)/.exec(specifier)?.[1];
    return name && config ? [{ name, ...config.at(key) }] : [];
  });
  const pkg = readPackage(folder);
  return pkg ? [...npm, ...dependenciesOf(pkg)] : npm;
}

export type DenoBase = Pick<
  AppPlan,
  "language" | "runtime" | "packageManager" | "install" | "manifests" | "databases"
> & {
  facts: Fact[];
  findings: Finding[];
};

const PACKAGE = /^(?:npm|jsr):/;
const IMPORT_BY_ADDRESS = /(?:\bfrom|\bimport\s?\(?)\s?["'](?:npm:|jsr:|https?:)/;

/** The files that name every package, or none when the code itself names some: those are found by reading the code. */
function denoManifests(folder: Folder, config: DenoConfig | null): string[] {
  if (!config || config.isWorkspace || !folder.has("deno.lock") || folder.has("package.json")) return [];
  const areAllPackages = Object.values(config.imports).every((specifier) => PACKAGE.test(specifier));
  const isInCode = () => folder.find(folder.code, IMPORT_BY_ADDRESS) !== null;
  return areAllPackages && !isInCode() ? [config.file, "deno.lock"] : [];
}

/** The part of a draft that all programs for Deno have in common. `entry` is the file that names all others. */
export function denoBase(folder: Folder, config: DenoConfig | null, entry: string | null): DenoBase {
  const { runtime, facts } = denoRuntime(folder);
  const { databases, facts: databaseFacts } = readDatabases(folder, denoDependencies(folder, config));
  const frozen = folder.has("deno.lock") ? " --frozen" : "";
  const manifests = denoManifests(folder, config);
  const reads = entry && manifests.length === 0 ? ` --entrypoint ${entry}` : "";
  return {
    language: "typescript",
    runtime,
    packageManager: "deno",
    install: `deno install${frozen}${reads}`,
    manifests,
    databases,
    facts: [...facts, ...databaseFacts],
    findings: frozen ? [] : [finding("info", "no-lockfile", NO_LOCKFILE, config ? config.at("imports") : null)],
  };
}

const ENTRY_FOLDERS = ["", "src/"];
const ENTRY_NAMES = ["main", "server", "mod", "index", "app"];
const ENTRIES = ENTRY_FOLDERS.flatMap((folder) =>
  ENTRY_NAMES.flatMap((name) => ["ts", "tsx", "js", "mjs"].map((extension) => `${folder}${name}.${extension}`)),
);

export function denoEntry(folder: Folder, config: DenoConfig | null): { file: string; facts: Fact[] } | null {
  for (const name of ["start", "serve", "dev"]) {
    const file = fileOf(config?.tasks[name] ?? "");
    if (config && file && folder.has(file)) return { file, facts: [fact("start", file, config.at(name))] };
  }
  const file = folder.firstOf(...ENTRIES);
  return file ? { file, facts: [fact("start", file, file)] } : null;
}
