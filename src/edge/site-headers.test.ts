import { expect, test } from "bun:test";
import { headersFor, readHeaderRules } from "./site-headers.ts";

const rules = readHeaderRules(`
# everything
/*
  X-Frame-Options: DENY
  Content-Security-Policy: default-src 'self'; img-src https:
/fonts/*
  Access-Control-Allow-Origin: *
  X-Frame-Options: SAMEORIGIN
/exact
  Cache-Control: no-store
`);

test("headers of all rules that fit a path are told in their order", () => {
  const everywhere = [
    ["x-frame-options", "DENY"],
    ["content-security-policy", "default-src 'self'; img-src https:"],
  ];
  expect(headersFor(rules, "/")).toEqual(everywhere as never);
  expect(headersFor(rules, "/fonts/a.woff2")).toEqual([
    ...everywhere,
    ["access-control-allow-origin", "*"],
    ["x-frame-options", "SAMEORIGIN"],
  ] as never);
  expect(headersFor(rules, "/exact").at(-1)).toEqual(["cache-control", "no-store"]);
});

test.each([
  "Set-Cookie: a=1; Domain=example.com",
  "Content-Length: 5",
  "Transfer-Encoding: chunked",
  "ETag: x",
  "bad name: x",
  "x-control: a\u0001b",
  "x-umlaut: ü",
  "no colon",
  "x-empty:",
])("the header %j is left out", (line) => {
  expect(readHeaderRules(`/*\n  ${line}`)).toEqual([{ path: ["*"], headers: [] }]);
});

test("what is said for another address of the site is for nobody here, and not for the path above it", () => {
  const text = "/*\n  X-A: b\nhttps://:project.example.com/*\n  X-Robots-Tag: noindex\n/c\n  X-D: e\n";
  expect(readHeaderRules(text)).toEqual([
    { path: ["*"], headers: [["x-a", "b"]] },
    { path: ["c"], headers: [["x-d", "e"]] },
  ]);
});
