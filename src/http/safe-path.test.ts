import { expect, test } from "bun:test";
import { loginPath, safePath } from "./safe-path.ts";

test.each(["/dashboard", "/projects/a?b=c&d=%2F%2F#e"])("%p stays as it is", (path) =>
  expect(safePath(path, "/no")).toBe(path),
);

test.each([
  ...["", "dashboard", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example", "/.//evil.example"],
  ...["/a/..//evil.example", "/\t/evil.example", "/\n//evil.example", "https://evil.example", "javascript:alert(1)"],
])("%p leads nowhere else", (next) => expect(safePath(next, "/home")).toBe("/home"));

test("signing in from the start needs no next", () => {
  expect(loginPath("/")).toBe("/login");
  expect(loginPath("/new?from=x")).toBe("/login?next=%2Fnew%3Ffrom%3Dx");
});
