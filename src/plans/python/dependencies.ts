import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import { isTable, readToml } from "../readings/toml.ts";
import { condaPackages } from "./conda.ts";
import { requirementFiles } from "./requirement-files.ts";

/** A package that the program needs at run time, with the extras it is asked for with (`uvicorn[standard]`). */
export type PythonDependency = Dependency & { extras: readonly string[] };

const REQUIREMENT = /^[ \t]*([A-Za-z0-9][\w.-]*)[ \t]*(?:\[([^\]\n]{0,200})\])?[ \t]*(?=[=<>!~;@#\s]|$)/gm;
const SPECIFIER = /^\s*([A-Za-z0-9][\w.-]*)\s*(?:\[([^\]\n]{0,200})\])?/;
const WORD = /["']?([A-Za-z0-9][\w.-]*)/g;
const SETUP_LIST = /\binstall_requires\s*=\s*\[((?:[^[\]]|\[[^[\]]{0,200}\]){0,8000})/;
const SETUP_CFG_LIST = /^install_requires[ \t]*=([^\n]*(?:\n[ \t]+[^\n]*){0,200})/m;
const QUOTED = /["']([A-Za-z0-9][^"'\n]{0,200})["']/g;

/** PyPI knows no difference between `Flask`, `flask_cors` and `flask-cors`. */
export const normalName = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");

const extrasOf = (text: string | undefined) => (text ? text.split(",").map((extra) => normalName(extra.trim())) : []);

/** Groups and extras that people keep the packages of production in. */
export const PRODUCTION_GROUPS = ["prod", "production", "deploy", "deployment"];

export const productionGroupsOf = (table: Record<string, unknown>): string[] =>
  Object.keys(table).filter((name) => PRODUCTION_GROUPS.includes(name.toLowerCase()));

function fromRequirements(folder: Folder): PythonDependency[] {
  return [...folder.search(requirementFiles(folder), REQUIREMENT)].map(({ file, line, match }) => ({
    ...{ file, line, name: normalName(match[1] ?? ""), extras: extrasOf(match[2]) },
  }));
}

/** The first line on which each word of a text stands, by its normal name. */
function linesOfWords(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  for (const [index, line] of text.split("\n").entries()) {
    for (const [, word = ""] of line.matchAll(WORD)) {
      const name = normalName(word);
      if (!lines.has(name)) lines.set(name, index + 1);
    }
  }
  return lines;
}

type Named = { name: string; extras: readonly string[] };

function fromSpecifiers(specifiers: readonly string[]): Named[] {
  return specifiers.flatMap((specifier) => {
    const [, name, extras] = SPECIFIER.exec(specifier) ?? [];
    return name ? [{ name: normalName(name), extras: extrasOf(extras) }] : [];
  });
}

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];

/** `django = "^5"`, `uvicorn = { version = "*", extras = ["standard"] }`; an optional one is not installed. */
function fromTable(table: Record<string, unknown>): Named[] {
  return Object.entries(table).flatMap(([name, value]) => {
    if (name === "python" || (isTable(value) && value.optional === true)) return [];
    const extras = isTable(value) ? textsOf(value.extras).map(normalName) : [];
    return [{ name: normalName(name), extras }];
  });
}

function fromPyproject(folder: Folder): PythonDependency[] {
  const toml = readToml(folder, "pyproject.toml");
  if (!toml) return [];
  const extras = toml.table("project", "optional-dependencies");
  const groups = toml.table("dependency-groups");
  const poetry = toml.table("tool", "poetry", "group");
  const named = [
    ...fromSpecifiers(toml.strings("project", "dependencies")),
    ...fromTable(toml.table("tool", "poetry", "dependencies")),
    ...productionGroupsOf(extras).flatMap((name) => fromSpecifiers(textsOf(extras[name]))),
    ...productionGroupsOf(groups).flatMap((name) => fromSpecifiers(textsOf(groups[name]))),
    ...productionGroupsOf(poetry).flatMap((name) =>
      fromTable(toml.table("tool", "poetry", "group", name, "dependencies")),
    ),
  ];
  return placed(toml.file, toml.text, named);
}

function fromPipfile(folder: Folder): PythonDependency[] {
  const toml = readToml(folder, "Pipfile");
  return toml ? placed(toml.file, toml.text, fromTable(toml.table("packages"))) : [];
}

/** `setup.py` and `setup.cfg`, as far as they list their requirements in plain words. */
function fromSetup(folder: Folder): PythonDependency[] {
  const setup = folder.find(["setup.py"], SETUP_LIST);
  if (setup) {
    const quoted = [...(setup.match[1] ?? "").matchAll(QUOTED)].map(([, text = ""]) => text);
    return placed(setup.file, folder.read(setup.file) ?? "", fromSpecifiers(quoted));
  }
  const config = folder.find(["setup.cfg"], SETUP_CFG_LIST);
  const lines = (config?.match[1] ?? "").split("\n");
  return config ? placed(config.file, folder.read(config.file) ?? "", fromSpecifiers(lines)) : [];
}

function placed(file: string, text: string, named: readonly Named[]): PythonDependency[] {
  const lines = named.length > 0 ? linesOfWords(text) : new Map<string, number>();
  return named.map((one) => ({ ...one, file, line: lines.get(one.name) ?? 0 }));
}

function fromConda(folder: Folder): PythonDependency[] {
  return condaPackages(folder).map(({ name, file, line }) => ({ name: normalName(name), extras: [], file, line }));
}

/** Every package that the program itself depends on. A name that stands in several files counts where it stands first. */
export function pythonDependencies(folder: Folder): PythonDependency[] {
  const byName = new Map<string, PythonDependency>();
  for (const read of [fromRequirements, fromPyproject, fromPipfile, fromSetup, fromConda]) {
    for (const dependency of read(folder)) {
      if (!byName.has(dependency.name)) byName.set(dependency.name, dependency);
    }
  }
  return [...byName.values()];
}
