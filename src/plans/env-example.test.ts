import { expect, test } from "bun:test";
import { envExample } from "./env-example.ts";
import { Folder } from "./folder.ts";
import type { WantedVariable } from "./plan.ts";
import { readVariables } from "./readings/variables.ts";
import { treeOf } from "./source-tree.ts";

const variable = (fields: Partial<WantedVariable>): WantedVariable => ({
  ...{ name: "A", required: true, secret: false, example: "", file: "a.js", line: 1 },
  ...fields,
});

test("says of each variable what it is and where it is read", () => {
  const text = envExample([variable({ secret: true }), variable({ name: "B", required: false, example: "two words" })]);
  expect(text).toBe('# required, secret, read in a.js:1\nA=\n\n# optional, read in a.js:1\nB="two words"\n');
});

test("is read back as the same variables", () => {
  const text = envExample([variable({}), variable({ name: "B", required: false, example: "two words" })]);
  const back = readVariables(new Folder(treeOf({ ".env.example": text }), "."));
  expect(back.map(({ name, required, example }) => [name, required, example])).toEqual([
    ["A", true, ""],
    ["B", false, "two words"],
  ]);
});

test("a default with a line end in it stays one line", () => {
  expect(envExample([variable({ example: "a\nB=1" })])).toEndWith('A="a\\nB=1"\n');
});

test("a default that a shell would run stands between single quotes, or is left out", () => {
  expect(envExample([variable({ example: 'say "$(id)"' })])).toEndWith("A='say \"$(id)\"'\n");
  expect(envExample([variable({ example: "it's `id`" })])).toEndWith("A=\n");
  expect(envExample([variable({ example: "a\u2028b" })])).toEndWith("A=\n");
});
