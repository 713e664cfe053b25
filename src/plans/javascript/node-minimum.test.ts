import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { atLeast, majorOf } from "./node-minimum.ts";
import { EMPTY_PACKAGE, readPackage } from "./package-json.ts";
import { javascriptBase } from "./project.ts";

const NEEDS = {
  name: "Kit",
  dependency: "kit",
  node: [
    [3, "24.0.0"],
    [2, "18.13.0"],
  ],
} as const;

function planned(kit: string, node: string | null) {
  const engines = node ? { engines: { node } } : {};
  const folder = new Folder(treeOf({ "package.json": JSON.stringify({ dependencies: { kit }, ...engines }) }), ".");
  const pkg = readPackage(folder) ?? EMPTY_PACKAGE;
  const { runtime, findings } = atLeast(javascriptBase(folder, pkg, "node"), pkg, NEEDS);
  return { version: runtime.version, problems: findings.map(({ id }) => id).filter((id) => id === "node-too-old") };
}

test("an older Node that the project asks for is pointed out and kept", () => {
  expect(planned("^3.0.0", "22")).toEqual({ version: "22", problems: ["node-too-old"] });
});

test("what runs on it is left alone", () => {
  expect(planned("^2.5.0", "22")).toEqual({ version: "22", problems: [] });
  expect(planned("^1.0.0", "16")).toEqual({ version: "16", problems: [] });
  expect(planned("^3.0.0", "24")).toEqual({ version: "24", problems: [] });
});

test("a version without a number counts as the newest", () => {
  expect(planned("latest", "22").problems).toEqual(["node-too-old"]);
});

test("where the project asks for nothing, the framework does", () => {
  expect(Number(planned("^3.0.0", null).version)).toBeGreaterThanOrEqual(24);
  expect(planned("^3.0.0", null).problems).toEqual([]);
});

test.each([
  ["^16.4.0", 16],
  ["~2", 2],
  ["npm:kit@3.1.0", 3],
  ["latest", null],
  [undefined, null],
])("the major version of %p is %p", (range, major) => expect(majorOf(range)).toBe(major));
