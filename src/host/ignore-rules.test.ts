import { expect, test } from "bun:test";
import { ignoredBy } from "./ignore-rules.ts";

test("ignores at the root alone, as Docker does, unless the pattern says otherwise", () => {
  const ignored = ignoredBy("node_modules\n**/*.log\n# a comment\n");
  expect(ignored("node_modules")).toBe(true);
  expect(ignored("packages/a/node_modules")).toBe(false);
  expect(ignored("a/b/c.log")).toBe(true);
  expect(ignored("a/b/c.txt")).toBe(false);
});

test("walks an ignored folder of which a part is taken back", () => {
  const ignored = ignoredBy("build\n!build/keep/this.txt\n");
  expect(ignored("build")).toBe(false);
  expect(ignored("build/keep")).toBe(false);
  expect(ignored("build/keep/this.txt")).toBe(false);
  expect(ignored("build/other.txt")).toBe(true);
});

test("never ignores what must be kept", () => {
  const ignored = ignoredBy("*\n", ["docker/Dockerfile"]);
  expect(ignored("docker")).toBe(false);
  expect(ignored("docker/Dockerfile")).toBe(false);
  expect(ignored("docker/other")).toBe(true);
});
