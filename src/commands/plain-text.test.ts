import { expect, test } from "bun:test";
import { plainLine } from "./plain-text.ts";

test("text, tabs and colours stay, and a colour ends with its line", () => {
  expect(plainLine("a\tb ✓ é")).toBe("a\tb ✓ é");
  expect(plainLine("\x1b[1;31mred")).toBe("\x1b[1;31mred\x1b[0m");
});

test("what a log could do to the terminal is taken out", () => {
  expect(plainLine("\x1b[2J\x1b[Hcleared")).toBe("cleared");
  expect(plainLine("\x1b]0;title\x07text")).toBe("text");
  expect(plainLine("\x1b]52;c;c2VjcmV0\x07text")).toBe("text");
  expect(plainLine("10%\r20%\b\x00\x9b6n")).not.toMatch(/[\r\b\0\x9b]/);
});
