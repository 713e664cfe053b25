import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { readToml } from "../readings/toml.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { bestOf, runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";
import { condaPython } from "./conda.ts";
import { spacePython } from "./space.ts";

/** The default first, then the newest. */
const OFFERED = ["3.11", "3.14", "3.13", "3.12", "3.10", "3.9"];
const EXACT = /^(?:c?python-?)?(\d+\.\d+)(?:\.\d+)?(?:rc\d+)?$/;

/** Python's own files name a version; `pypy3.10`, `system` or the name of somebody's environment are none. */
const isVersion = (wish: Wish | null): wish is Wish => wish !== null && /^(?:c?python-?)?\d/.test(wish.value);

function fromToml(folder: Folder, file: string, keys: string[], words: string[]): Wish | null {
  const toml = readToml(folder, file);
  const value = toml?.string(...keys);
  return toml && value ? { value, ...toml.at(...words) } : null;
}

function fromSetup(folder: Folder): Wish | null {
  const hit = folder.find(["setup.py", "setup.cfg"], /\bpython_requires\s*=\s*["']?([^"'\n,)]+)/);
  return hit?.match[1] ? { value: hit.match[1].trim(), file: hit.file, line: hit.line } : null;
}

function fromConda(folder: Folder): Wish | null {
  const python = condaPython(folder);
  const value = python?.specifier
    .replace(/^python/, "")
    .replace(/^==/, "")
    .replace(/\.\*$/, "");
  return python && value ? { value, file: python.file, line: python.line } : null;
}

function wishOf(folder: Folder): Wish | null {
  const wishes = [
    () => versionFile(folder, ".python-version"),
    () => versionFile(folder, "runtime.txt"),
    () => toolVersion(folder, "python"),
    () => fromToml(folder, "mise.toml", ["tools", "python"], ["[tools]", "python"]),
    () => fromToml(folder, ".mise.toml", ["tools", "python"], ["[tools]", "python"]),
    () => fromToml(folder, "Pipfile", ["requires", "python_full_version"], ["[requires]", "python_full_version"]),
    () => fromToml(folder, "Pipfile", ["requires", "python_version"], ["[requires]", "python_version"]),
  ];
  for (const read of [...wishes, () => spacePython(folder)]) {
    const wish = read();
    if (isVersion(wish)) return wish;
  }
  return (
    fromToml(folder, "pyproject.toml", ["project", "requires-python"], ["requires-python"]) ??
    fromToml(folder, "pyproject.toml", ["tool", "poetry", "dependencies", "python"], ["[tool.poetry.dep", "python"]) ??
    fromSetup(folder) ??
    fromConda(folder)
  );
}

/** `>=3.10,<4`, `~=3.10` and `==3.12.*` in npm's words. */
const asRange = (specifier: string): string =>
  specifier
    .split(",")
    .map((part) => part.trim())
    .filter((part) => !part.startsWith("!="))
    .map((part) => part.replace(/^~=/, "^").replace(/^===?/, "").replace(/\.\*$/, ".x"))
    .join(" ");

export function pythonVersion(folder: Folder): RuntimeReading {
  const wish = wishOf(folder);
  const exact = wish && EXACT.exec(wish.value)?.[1];
  const version = exact ?? (wish && bestOf(OFFERED, asRange(wish.value))) ?? "3.11";
  return runtimeFrom("python", version, wish);
}

/** A version that gets no security fixes any more still has its image, so it is used, and said. */
export function versionFindings({ runtime, facts }: RuntimeReading): Finding[] {
  const [major = 3, minor = 0] = runtime.version.split(".").map(Number);
  const at = facts[0];
  if (!at || major > 3 || (major === 3 && minor >= 10)) return [];
  const words = {
    title: `Python ${runtime.version} gets no security fixes any more.`,
    fix: "Move to Python 3.11 or newer, and name it in .python-version.",
  };
  return [finding("warning", "python-out-of-support", words, at)];
}
