import { expect, test } from "bun:test";
import { prose } from "./prose.ts";

test("what stands between backticks is code, and all of it is escaped", () => {
  expect(String(prose("`npm run <build>` ended & failed"))).toBe(
    "<code>npm run &lt;build&gt;</code> ended &amp; failed",
  );
});

test("a backtick without its partner stays a character", () => {
  expect(String(prose("it's a ` here"))).toBe("it&#x27;s a ` here");
});

test.each([null, undefined, ""])("%p says nothing", (text) => {
  expect(prose(text)).toBeNull();
});
