import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding } from "../plan.ts";
import { readToml } from "../readings/toml.ts";
import { shellQuote } from "../shell-line.ts";
import { pythonDependencies } from "./dependencies.ts";
import { managerOfPython, type PythonManager } from "./managers.ts";
import { pythonVersion } from "./python-version.ts";
import { requirementFiles } from "./requirement-files.ts";

const FILES = [
  "docs/requirements.txt",
  "doc/requirements.txt",
  "requirements-docs.txt",
  "requirements/docs.txt",
  "docs-requirements.txt",
];
const VENV = "python3 -m venv .venv";

type Docs = { base: Omit<Draft, "kind">; facts: Fact[]; findings: Finding[] };

const NO_PACKAGES = (name: string) => ({
  title: `No file says which version of ${name} these pages want, so the build installs the newest.`,
  fix: `Name ${name}, its theme and its plugins in docs/requirements.txt.`,
});

const word = (name: string) => (/^[\w.-]+$/.test(name) ? name : shellQuote(name));

/** The install with the group of packages that brings the tool, as Poetry and uv name it; `null` where none does. */
function withGroup(folder: Folder, { name, install }: PythonManager, tool: string): string | null {
  const toml = readToml(folder, "pyproject.toml");
  const brings = (list: unknown) =>
    Array.isArray(list) && list.some((one) => typeof one === "string" && nameOf(one).startsWith(tool));
  const named = (table: Record<string, unknown>, holds: (group: unknown) => boolean) =>
    Object.keys(table).find((group) => /^[\w.-]{1,80}$/.test(group) && holds(table[group]));
  if (!toml) return null;
  if (name === "poetry") {
    const inTable = (group: string) => Object.keys(toml.table("tool", "poetry", "group", group, "dependencies"));
    const groups = toml.table("tool", "poetry", "group");
    const group = Object.keys(groups).find((each) => inTable(each).some((one) => nameOf(one).startsWith(tool)));
    return group && /^[\w.-]{1,80}$/.test(group)
      ? install.replace(/--only [\w,.-]{1,400}/, (only) => `${only},${group}`)
      : null;
  }
  if (name !== "uv" || !install.includes(" sync ")) return null;
  const group = named(toml.table("dependency-groups"), brings);
  const extra = named(toml.table("project", "optional-dependencies"), brings);
  if (!group && !extra) return null;
  return `${install} ${group ? `--group ${group}` : `--extra ${extra}`}`;
}

/** `mkdocs-material[imaging]>=9` → `mkdocs-material`. */
const nameOf = (specifier: string) => /^[\w.-]{0,100}/.exec(specifier.toLowerCase())?.[0] ?? "";

/** The tool that makes pages, from the file that lists it, else by the names that its configuration lets guess. */
export function readDocs(folder: Folder, config: string, guessed: readonly string[]): Docs {
  const tool = guessed[0] ?? "";
  const { runtime, facts } = pythonVersion(folder);
  const base = { language: "python", runtime, packageManager: "pip" };
  const manager = managerOfPython(folder);
  if (manager && pythonDependencies(folder).some(({ name }) => guessed.includes(name))) {
    const { prepare, install, manifests, context } = manager;
    const own = { ...base, packageManager: manager.name, prepare, install, manifests, context };
    return { base: own, facts: [...facts, ...manager.facts], findings: manager.findings };
  }
  const grouped = manager && withGroup(folder, manager, tool);
  if (manager && grouped) {
    const { prepare, manifests, context, name, facts: more, findings } = manager;
    const own = { ...base, packageManager: name, prepare, install: grouped, manifests, context };
    return { base: own, facts: [...facts, ...more], findings };
  }
  const file = folder.firstOf(...FILES);
  if (file && folder.find(requirementFiles(folder, file), new RegExp(`^[ \\t]*${tool}`, "im"))) {
    const manifests = requirementFiles(folder, file);
    return {
      base: { ...base, prepare: VENV, install: `pip install -r ${file}`, manifests },
      facts: [...facts, fact("package manager", "pip", file)],
      findings: [],
    };
  }
  return {
    base: { ...base, prepare: VENV, install: `pip install ${guessed.map(word).join(" ")}` },
    facts,
    findings: [finding("warning", `no-${tool}`, NO_PACKAGES(tool), { file: config, line: 0 })],
  };
}
