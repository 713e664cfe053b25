import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { matchesPatterns, membershipOf, neededBy, workspaceAt } from "./workspace.ts";

const packageOf = (name: string, needs: string[] = []) =>
  JSON.stringify({ name, dependencies: Object.fromEntries(needs.map((need) => [need, "*"])) });

const root = (files: Record<string, string>) => Folder.of(treeOf(files), ".");
const pathsOf = (files: Record<string, string>) => workspaceAt(root(files))?.members.map(({ path }) => path);

test("patterns are read in their order, and ! takes out what others took in", () => {
  const patterns = ["apps/*", "libs/**", "!libs/**/old", "libs/very/old"];
  const taken = ["apps/web", "apps/web/deep", "libs/a", "libs/a/b", "libs/a/old", "libs/very/old", "other"];
  expect(taken.filter((path) => matchesPatterns(patterns, path))).toEqual([
    "apps/web",
    "libs/a",
    "libs/a/b",
    "libs/very/old",
  ]);
});

test("every manager's way to name its packages is read", () => {
  const parts = { "a/package.json": "{}", "b/c/package.json": "{}", "node_modules/x/package.json": "{}" };
  const named = (workspaces: unknown) => ({ ...parts, "package.json": JSON.stringify({ workspaces }) });
  const pnpm = (text: string) => ({ ...parts, "package.json": "{}", "pnpm-workspace.yaml": text });
  expect(pathsOf(named(["./a/", "b/*"]))).toEqual(["a", "b/c"]);
  expect(pathsOf(named({ packages: ["**"] }))).toEqual(["a", "b/c"]);
  expect(pathsOf(pnpm("packages:\n# ours\n  - 'a' # first\n  - b/*\ncatalog:\n  - c\n"))).toEqual(["a", "b/c"]);
  expect(pathsOf(pnpm('packages: ["a", b/*]\n'))).toEqual(["a", "b/c"]);
  expect(pathsOf(pnpm("onlyBuiltDependencies:\n  - esbuild\n"))).toBeUndefined();
  expect(pathsOf(named("a"))).toBeUndefined();
});

test("what a package needs comes before it, circles or not", () => {
  const workspace = workspaceAt(
    root({
      "package.json": '{"workspaces":["*"]}',
      "web/package.json": packageOf("web", ["ui", "words", "elsewhere"]),
      "ui/package.json": packageOf("ui", ["words"]),
      "words/package.json": packageOf("words", ["ui"]),
    }),
  );
  const web = workspace?.members.find(({ path }) => path === "web");
  expect(workspace && web && neededBy(workspace, web).map(({ path }) => path)).toEqual(["words", "ui"]);
});

test("a folder with a lockfile of its own below a root without one stands alone", () => {
  const files = { "package.json": '{"workspaces":["*"]}', "web/package.json": "{}" };
  const partOf = (extra: Record<string, string>) => membershipOf(Folder.of(treeOf({ ...files, ...extra }), "web"));
  expect(partOf({})?.member.path).toBe("web");
  expect(partOf({ "web/yarn.lock": "", "yarn.lock": "" })?.member.path).toBe("web");
  expect(partOf({ "web/yarn.lock": "" })).toBeNull();
});
