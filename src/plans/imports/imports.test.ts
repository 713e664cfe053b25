import { expect, test } from "bun:test";
import { choosePlan, scanPart } from "../choose.ts";
import { treeOf } from "../source-tree.ts";

const NODE = { "package.json": '{"scripts":{"start":"node a.js","build":"tsc"}}', "a.js": "" };
const scanned = (files: Record<string, string>, leftOut = {}) =>
  scanPart(treeOf({ ...NODE, ...files }), undefined, leftOut);

test("what a file decides a person does not change, and the rest they do", () => {
  const found = scanned({ Procfile: "web: node own.js\n" });
  const plan = choosePlan(found, { start: "node other.js", build: "make", hooks: { afterSwitch: "echo hi" } });
  expect(plan).toMatchObject({ start: "node own.js", build: "make", decided: { start: "Procfile:1" } });
  expect(plan.hooks.afterSwitch).toBe("echo hi");
});

test("of two files the first in order decides, and the other one's line says so", () => {
  const [plan] = scanned({
    Procfile: "web: node own.js\n",
    "railway.json": '{"deploy":{"startCommand":"node rail.js"}}',
  }).apps;
  expect(plan?.start).toBe("node own.js");
  expect(plan?.imports).toContainEqual(
    expect.objectContaining({ file: "railway.json", verdict: "ignored", why: "Procfile:1 decides this." }),
  );
});

test("the files of other platforms can be left out; AutoStack's own cannot", () => {
  const files = { Procfile: "web: node own.js\n", "autostack.yml": "build: make\n" };
  const [plan] = scanned(files, { usePlatformFiles: false }).apps;
  expect(plan).toMatchObject({ start: "node a.js", build: "make" });
  expect(plan?.imports.map(({ file }) => file)).toEqual(["autostack.yml"]);
});

test("a value that a person could not type either is a finding and changes nothing", () => {
  for (const value of ["x".repeat(3_000), "a\\u0007b", "../../etc"]) {
    const [plan] = scanned({ "vercel.json": `{"buildCommand":"${value}","outputDirectory":"../../etc"}` }).apps;
    expect(plan?.findings.filter(({ id }) => id === "bad-import").length).toBe(value === "../../etc" ? 0 : 1);
    expect(plan?.output).toBeNull();
  }
});

test("every line of every file is spoken of, once", () => {
  const text = '{\n"a": 1,\n"buildCommand": "x",\n"regions": ["fra1"]\n}';
  const lines = scanned({ "vercel.json": text }).apps[0]?.imports.map(({ name }) => name);
  expect(lines).toEqual(["a", "buildCommand", "regions[0]"]);
});

test("a secret of another platform is never taken over", () => {
  const text = "services:\n- type: web\n  envVars:\n  - key: API_TOKEN\n    value: hunter2\n";
  const [plan] = scanned({ "render.yaml": text }).apps;
  expect(plan?.variables).toContainEqual(expect.objectContaining({ name: "API_TOKEN", secret: true, example: "" }));
});
