import { expect, test } from "bun:test";
import { DETECTORS } from "./detectors.ts";
import { Folder } from "./folder.ts";
import { lookedFor, whatToAdd } from "./looked-for.ts";
import { treeOf } from "./source-tree.ts";

test("stacks that are looked for in one place share a line, and none is left out", () => {
  const lines = lookedFor(DETECTORS);
  expect(lines.length).toBeLessThan(DETECTORS.length);
  expect(lines.filter((line) => line.includes("package.json that depends on"))).toHaveLength(1);
  for (const { name, looksFor } of DETECTORS) {
    expect(lines.some((line) => line === looksFor || line.includes(name))).toBeTrue();
  }
});

test.each([
  [{}, "no file at all"],
  [{ "src/Main.java": "", "README.md": "", "src/Other.java": "" }, "pom.xml"],
  [{ "notes.md": "" }, "MkDocs"],
  [{ "about.html": "" }, "index.html"],
  [{ LICENSE: "" }, "Add a Dockerfile"],
  [{ "gleam.toml": "", "src/app.gleam": "", "README.md": "" }, "gleam export erlang-shipment"],
  [{ "CMakeLists.txt": "", "src/main.cpp": "", "docs/a.md": "", "docs/b.md": "" }, "cmake --build build"],
  [{ Makefile: "", "main.c": "" }, "RUN make"],
  [{ Makefile: "", "a.md": "", "b.md": "" }, "MkDocs"],
])("what to add goes by the language of most files: %p", (files, words) => {
  expect(whatToAdd(Folder.of(treeOf(files), "."))).toContain(words);
});
