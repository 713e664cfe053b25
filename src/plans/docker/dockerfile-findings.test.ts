import { expect, test } from "bun:test";
import { scan } from "../scan.ts";
import { treeOf } from "../source-tree.ts";

const findingOf = (...stages: string[]) => {
  const text = stages.map((name) => `FROM debian:12 AS ${name}\nEXPOSE 80\nCMD ["a"]\n`).join("");
  return scan(treeOf({ Dockerfile: text })).apps[0]?.findings.find(({ id }) => id === "dockerfile-last-stage");
};

test("a last stage for developers is told of, with the stage that was probably meant", () => {
  expect(findingOf("base", "production", "test")?.fix).toContain("`target: production`");
  expect(findingOf("base", "final", "dev")?.line).toBe(7);
});

test("a last stage of any other name, or the only one that could be meant, is what is built", () => {
  expect(findingOf("test", "production")).toBeUndefined();
  expect(findingOf("base", "test")).toBeUndefined();
});
