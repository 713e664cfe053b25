import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { fact, lineAt } from "../folder.ts";
import type { AppPlan, Fact } from "../plan.ts";
import type { Dependency } from "../readings/databases.ts";
import { pythonVersion } from "./python-version.ts";

export type PythonProject = {
  dependencies: Dependency[];
  /** Manager, version and install, as every Python stack has them. */
  base: Pick<AppPlan, "language" | "runtime" | "packageManager" | "prepare" | "install" | "manifests">;
  /** The same base with one more package installed. */
  adding(name: string): PythonProject["base"];
  facts: Fact[];
};

const REQUIREMENT = /^[ \t]*([A-Za-z0-9][\w.-]*)(?:\[[^\]\n]{0,200}\])?[ \t]*(?=[=<>!~;@#\s]|$)/gm;
const PYPROJECT_LIST = /^dependencies\s*=\s*\[/m;
const LIST_END = /\][ \t\r]*$/m;
const LONGEST_LIST = 20_000;
const QUOTED = /["']([A-Za-z0-9][\w.-]*)[^"'\n]{0,200}["']/g;
const INCLUDED = /^[ \t]*(?:-r|--requirement|-c|--constraint)[ \t=]+([\w./-]+)/gm;
const LOCAL_PACKAGE = /^[ \t]*(?:-e\b|--editable|\.|file:)/m;

const VENV = "python3 -m venv .venv";

/** PyPI knows no difference between `Flask`, `flask_cors` and `flask-cors`. */
const normal = (name: string) => name.toLowerCase().replace(/[-_.]+/g, "-");

/** `requirements.txt` and the files that it includes, paths being relative to the file that names them. */
function requirementFiles(folder: Folder): string[] {
  const files = folder.has("requirements.txt") ? ["requirements.txt"] : [];
  for (const file of files) {
    for (const { match } of folder.search([file], INCLUDED)) {
      const included = posix.join(posix.dirname(file), match[1] ?? "");
      if (folder.has(included) && !files.includes(included)) files.push(included);
    }
  }
  return files;
}

function fromRequirements(folder: Folder): Dependency[] {
  return [...folder.search(requirementFiles(folder), REQUIREMENT)].map(({ file, line, match }) => ({
    ...{ file, line, name: normal(match[1] ?? "") },
  }));
}

function fromPyproject(folder: Folder): Dependency[] {
  const file = "pyproject.toml";
  const text = folder.read(file) ?? "";
  const opening = PYPROJECT_LIST.exec(text);
  if (!opening) return [];
  const start = opening.index + opening[0].length;
  const rest = text.slice(start, start + LONGEST_LIST);
  const list = rest.slice(0, LIST_END.exec(rest)?.index);
  return [...list.matchAll(QUOTED)].map((match) => ({
    name: normal(match[1] ?? ""),
    file,
    line: lineAt(text, start + match.index),
  }));
}

type Install = { manager: "pip" | "uv"; from: string; prepare: string; install: string; manifests: string[] };

function installOf(folder: Folder): Install | null {
  if (folder.has("uv.lock") && folder.has("pyproject.toml")) {
    return {
      ...{ manager: "uv", from: "uv.lock", prepare: `${VENV} && .venv/bin/pip install uv` },
      // Inexact, or uv would remove itself from the environment that it runs in.
      install: "uv sync --frozen --inexact --no-dev --no-install-project",
      manifests: ["pyproject.toml", "uv.lock"],
    };
  }
  const files = requirementFiles(folder);
  if (files.length > 0) {
    const manifests = folder.find(files, LOCAL_PACKAGE) ? [] : files;
    const install = "pip install -r requirements.txt";
    return { manager: "pip", from: "requirements.txt", prepare: VENV, install, manifests };
  }
  if (!folder.has("pyproject.toml")) return null;
  return { manager: "pip", from: "pyproject.toml", prepare: VENV, install: "pip install .", manifests: [] };
}

function withPackage({ manager, install }: Install, name: string): string {
  if (manager === "uv") return `${install} && uv pip install ${name}`;
  return `${install} ${name}`;
}

/** What the dependency files of a Python project say; a bare program has none and installs nothing. */
export function readPython(folder: Folder): PythonProject {
  const found = installOf(folder);
  const { runtime, facts } = pythonVersion(folder);
  const base = {
    ...{ language: "python", runtime, packageManager: found?.manager ?? null, prepare: found?.prepare ?? null },
    ...{ install: found?.install ?? null, manifests: found?.manifests ?? [] },
  };
  return {
    dependencies: [...fromRequirements(folder), ...fromPyproject(folder)],
    base,
    adding: (name) => ({ ...base, install: found ? withPackage(found, name) : `pip install ${name}` }),
    facts: found ? [...facts, fact("package manager", found.manager, found.from)] : facts,
  };
}
