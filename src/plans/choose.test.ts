import { expect, test } from "bun:test";
import { AppError } from "../lib/errors.ts";
import { choosePlan, scanPart } from "./choose.ts";
import { treeOf } from "./source-tree.ts";

const monorepo = treeOf({
  "apps/api/package.json": '{"scripts":{"start":"node index.js"}}',
  "apps/web/index.html": "",
  "deep/er/than/usual/index.html": "",
});

test("without a choice the first part is taken", () => {
  expect(choosePlan(scanPart(monorepo, undefined), {})).toMatchObject({ path: "apps/api", kind: "server" });
});

test("a person's choice is taken, however it is written and however deep it is", () => {
  for (const [path, clean] of [
    ["./apps/web/", "apps/web"],
    ["deep/er/than/usual", "deep/er/than/usual"],
  ] as const) {
    expect(choosePlan(scanPart(monorepo, path), { path })).toMatchObject({ path: clean, kind: "static" });
  }
});

test("a folder without an app is refused by the field's name, with what was looked for", () => {
  const refusal = expect.objectContaining({ code: "nothing_recognised", status: 422, field: "path" });
  expect(() => scanPart(monorepo, "apps/none")).toThrow(AppError);
  expect(() => scanPart(monorepo, "apps/none")).toThrow(refusal);
  expect(() => scanPart(treeOf({ "notes.txt": "" }), undefined)).toThrow(
    expect.objectContaining({ hint: expect.stringContaining("Dockerfile") }),
  );
});

test("a program that nothing starts is refused, until a person says how it starts", () => {
  const found = scanPart(treeOf({ "package.json": '{"name":"library"}' }), undefined);
  expect(() => choosePlan(found, {})).toThrow(
    expect.objectContaining({ code: "no_start", field: "start", summary: expect.stringContaining("no start script") }),
  );
  expect(choosePlan(found, { start: "node lib.js" })).toMatchObject({ start: "node lib.js" });
  expect(choosePlan(found, { kind: "static" })).toMatchObject({ kind: "static" });
});

test("edits are checked before anything is chosen by them", () => {
  expect(() => choosePlan(scanPart(monorepo, undefined), { path: "../x" })).toThrow(
    expect.objectContaining({ field: "path" }),
  );
});
