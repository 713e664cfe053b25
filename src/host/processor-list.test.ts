import { expect, test } from "bun:test";
import { lastProcessors } from "./processor-list.ts";

test("the last processors are named as the kernel names them", () => {
  expect(lastProcessors("0-3\n", 3)).toBe("1-3");
  expect(lastProcessors("0-1", 1)).toBe("1");
  expect(lastProcessors("0,2,4-7", 5)).toBe("2,4-7");
});

test("more than there are is all of them", () => {
  expect(lastProcessors("0-3", 8)).toBe("0-3");
  expect(lastProcessors("5", 1)).toBe("5");
});

test("what is no list names none", () => {
  for (const text of ["", "\n", "none", "3-1"]) expect(lastProcessors(text, 2)).toBe("");
});
