import { expect, test } from "bun:test";
import { readRedirects, redirectFor } from "./site-redirects.ts";

const rules = readRedirects(`
# comments and empty lines are nothing
/old            /new
/blog/*         /posts/:splat     302
/shop/:id/buy   /cart?item=:id
/items/:id      /goods/:id/
/away/*         https://example.com/:splat 307
/app/*          /app.html         200
/forced         /elsewhere        301!
/gone           /gone.html        404
/go/*           /:splat
`);

test.each([
  ["/old", { kind: "moved", to: "/new", status: 301 }],
  ["/old/", { kind: "moved", to: "/new", status: 301 }],
  ["/blog/2024/a", { kind: "moved", to: "/posts/2024/a", status: 302 }],
  ["/blog", { kind: "moved", to: "/posts/", status: 302 }],
  ["/items/7", { kind: "moved", to: "/goods/7/", status: 301 }],
  ["/away/x", { kind: "moved", to: "https://example.com/x", status: 307 }],
  ["/app/any/where", { kind: "page", path: "/app.html", status: 200 }],
  ["/gone", { kind: "page", path: "/gone.html", status: 404 }],
])("%s follows its rule", (path, expected) => {
  expect(redirectFor(rules, path, false)).toEqual(expected as never);
});

test.each(["/", "/older", "/items", "/items/7/8", "/shop/1"])("%s has no rule", (path) => {
  expect(redirectFor(rules, path, false)).toBeNull();
});

test("only a forced rule stands before a file", () => {
  expect(redirectFor(rules, "/old", true)).toBeNull();
  expect(redirectFor(rules, "/forced", true)).toMatchObject({ to: "/elsewhere" });
});

test("a path of this site cannot become another host", () => {
  expect(redirectFor(rules, "/go//evil.example", false)).toMatchObject({ to: "/evil.example" });
  expect(redirectFor(readRedirects("/* //:splat"), "/evil.example", false)).toMatchObject({ to: "/evil.example" });
  expect(redirectFor(readRedirects("/* /\\:splat"), "/evil.example", false)).toMatchObject({ to: "/:splat" });
});

test.each([
  "/api/* https://internal.example/:splat 200",
  "/* https://:splat",
  "/x /y 200 Country=de",
  "/x /y 999",
  "x /y",
  "/x javascript:alert(1)",
  "/x",
])("the rule %s is left out", (line) => {
  expect(readRedirects(line)).toEqual([]);
});
