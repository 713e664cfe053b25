import { expect, test } from "bun:test";
import { filledIn, readInstructions, settingsIn, stagesOf, valuesOf } from "./dockerfile-text.ts";

const last = (text: string) => stagesOf(readInstructions(text)).at(-1);

test("continued lines are one instruction, with comments and empty lines between them", () => {
  expect(readInstructions("RUN one \\\n  # why\n\n  && two\nCMD x")).toEqual([
    { keyword: "RUN", rest: "one && two", line: 1 },
    { keyword: "CMD", rest: "x", line: 5 },
  ]);
});

test("what stands in a heredoc is no instruction", () => {
  const found = readInstructions("RUN <<ONE cat <<'TWO'\nFROM a\nONE\nEXPOSE 1\nTWO\nEXPOSE 80");
  expect(found.map(({ keyword, line }) => `${keyword} ${line}`)).toEqual(["RUN 1", "EXPOSE 6"]);
});

test("names and values of ARG and ENV, in every way to write them", () => {
  const read = (line: string) => readInstructions(line).flatMap(settingsIn);
  expect(read("ENV NAME a value")).toEqual([{ name: "NAME", value: "a value" }]);
  expect(read(`ENV A=1 B="two words" C='3'`)).toEqual([
    { name: "A", value: "1" },
    { name: "B", value: "two words" },
    { name: "C", value: "3" },
  ]);
  expect(read("arg TOKEN")).toEqual([{ name: "TOKEN", value: null }]);
});

test("variables are put in where they are known, with their default where they are not", () => {
  const values = valuesOf(readInstructions(`ARG BASE=22\nENV TAG=\${BASE}-slim`));
  expect(filledIn(`node:$TAG \${NONE:-x} $UNKNOWN`, values)).toBe("node:22-slim x $UNKNOWN");
});

test("a stage on top of another has what that one has, and the image below both", () => {
  const stage = last(
    "FROM --platform=linux/amd64 node:22 AS Base\nEXPOSE 80\nFROM other AS unused\nUSER 1\nFROM base\nCMD x",
  );
  expect(stage?.image).toBe("node:22");
  expect(stage?.instructions.map(({ keyword }) => keyword)).toEqual(["EXPOSE", "CMD"]);
});

test("a file without FROM has no stage, and stages without end are not followed", () => {
  expect(last("RUN x")).toBeUndefined();
  expect(stagesOf(readInstructions("FROM a\n".repeat(10_000))).length).toBeLessThan(100);
});
