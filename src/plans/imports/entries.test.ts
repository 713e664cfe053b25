import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { readEntries } from "./entries.ts";

const linesOf = (file: string, text: string) =>
  Object.fromEntries(readEntries(file, text).entries.map(({ path, value, line }) => [path, [value, line]]));

describe("values are found with their lines", () => {
  test("in JSON", () => {
    const text = '{\n  "a": { "b": 1 },\n  "list": [\n    "x",\n    { "c": true }\n  ]\n}\n';
    expect(linesOf("vercel.json", text)).toEqual({ "a.b": [1, 2], "list[0]": ["x", 4], "list[1].c": [true, 5] });
  });

  test("in YAML, with a key that has nothing", () => {
    expect(linesOf("render.yaml", "a:\n  b: 22\n  c:\n")).toMatchObject({ "a.b": [22, 2], "a.c": [null, 3] });
  });

  test("in TOML, also in tables of a list and under quoted keys", () => {
    const text =
      '[build]\ncommand = "x"\n\n[[redirects]]\nfrom = "/a"\n[[redirects]]\nfrom = "/b"\n[a."b"]\n"c" = [1, 2]\n';
    expect(linesOf("netlify.toml", text)).toEqual({
      "build.command": ["x", 2],
      "redirects[0].from": ["/a", 5],
      "redirects[1].from": ["/b", 7],
      "a.b.c[0]": [1, 9],
      "a.b.c[1]": [2, 9],
    });
  });
});

test("what cannot be read is a problem with its line, and nothing of it counts", () => {
  expect(readEntries("vercel.json", '{\n "a": 1,\n "b": [\n').problem).toMatchObject({ line: expect.any(Number) });
  expect(readEntries("fly.toml", "[a\nb = 1\n")).toMatchObject({ entries: [], problem: { text: expect.any(String) } });
});

test("a small file cannot become a large one", () => {
  const bomb = [
    "a: &a [x, x, x, x]",
    ..."bcdefgh".split("").map((name, i) => `${name}: &${name} [*${"abcdefg"[i]}, *${"abcdefg"[i]}, *${"abcdefg"[i]}]`),
  ];
  expect(readEntries("render.yaml", bomb.join("\n")).entries.length).toBeLessThanOrEqual(2_000);
  expect(readEntries("render.yaml", `${"[".repeat(500)}${"]".repeat(500)}`)).toBeDefined();
  expect(readEntries("app.json", `[${"1,".repeat(50_000)}1]`).entries.length).toBeLessThanOrEqual(2_000);
});

test("any text is read without an error", () => {
  const names = fc.constantFrom("vercel.json", "render.yaml", "fly.toml", ".replit");
  fc.assert(fc.property(names, fc.string({ unit: "binary" }), (name, text) => void readEntries(name, text)));
});
