import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { nodeRuntime } from "../javascript/node-version.ts";
import { readPackage } from "../javascript/package-json.ts";
import { pythonVersion } from "../python/python-version.ts";
import { treeOf } from "../source-tree.ts";

function node(files: Record<string, string>, engine?: string): { version: string; from: string } {
  const folder = new Folder(treeOf({ "package.json": JSON.stringify({ engines: { node: engine } }), ...files }), ".");
  const pkg = readPackage(folder);
  if (!pkg) throw new Error("no package");
  const { version, from } = nodeRuntime(folder, pkg).runtime;
  return { version, from };
}

const python = (files: Record<string, string>) => pythonVersion(new Folder(treeOf(files), ".")).runtime.version;

test.each([
  [">=18", "24"],
  ["^20.9.0 || >=22", "24"],
  ["20.x", "20"],
  ["<22", "20"],
  [">=23", "24"],
  ["18.17.1", "18"],
  ["anything goes", "24"],
])("engines %p means Node %s", (engine, version) => {
  expect(node({}, engine)).toEqual({ version, from: "package.json" });
});

test("what developers pin comes before the range of engines, and that before what checks run on", () => {
  const checks = { ".github/workflows/test.yml": "steps:\n  - with:\n      node-version: '20.x'\n" };
  const files = { ".nvmrc": "# ours\nv20.11.1\n", ".node-version": "18\n", ".tool-versions": "nodejs 16.20.0\n" };
  expect(node(files, "24")).toEqual({ version: "20", from: ".nvmrc" });
  expect(node({ ".nvmrc": "lts/jod\n" }).version).toBe("22");
  const tools = { ".tool-versions": "python 3.12.1\nnodejs 20.11.1\n" };
  expect(node(tools, ">=18")).toEqual({ version: "20", from: ".tool-versions" });
  expect(node({ "mise.toml": '[tools]\nnode = { version = "22" }\n' }).version).toBe("22");
  expect(node(checks, "24.x")).toEqual({ version: "24", from: "package.json" });
  expect(node(checks)).toEqual({ version: "20", from: ".github/workflows/test.yml" });
  expect(node({})).toEqual({ version: "24", from: "default" });
});

test("a matrix of checks chooses no version", () => {
  const matrix = `node-version: $${"{{ matrix.node }}"}\n`;
  expect(node({ ".github/workflows/test.yml": matrix }).from).toBe("default");
  expect(node({ ".github/workflows/test.yml": "node-version: [18, 20]\n" }).from).toBe("default");
});

test.each([
  [">=3.9", "3.11"],
  [">=3.12,<3.14", "3.13"],
  ["~=3.10", "3.11"],
  ["==3.12.*", "3.12"],
  [">=3.10,!=3.11.4", "3.11"],
  ["nonsense", "3.11"],
])("requires-python %p means Python %s", (specifier, version) => {
  expect(python({ "pyproject.toml": `[project]\nrequires-python = "${specifier}"\n` })).toBe(version);
});

test(".python-version and runtime.txt name a Python outright", () => {
  expect(python({ ".python-version": "3.12.4\n", "runtime.txt": "python-3.10.1" })).toBe("3.12");
  expect(python({ "runtime.txt": "python-3.10.1\n" })).toBe("3.10");
  expect(python({})).toBe("3.11");
});
