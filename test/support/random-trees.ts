import fc from "fast-check";
import { readSourceTree } from "../../src/host/source-tree.ts";
import type { SourceTree } from "../../src/plans/source-tree.ts";
import { treeOf } from "../../src/plans/source-tree.ts";
import { PLAN_FIXTURES } from "./plan-fixtures-folder.ts";

/** Real files that detectors read, by their paths, which random trees are made of. */
export type Corpus = readonly { path: string; text: string }[];

/** Every small text file of the plan fixtures, with its path in its fixture. */
export async function fixtureCorpus(): Promise<Corpus> {
  const tree = await readSourceTree(PLAN_FIXTURES);
  return tree.files.flatMap((file) => {
    const text = tree.read(file);
    const path = file.split("/").slice(2).join("/");
    return text === null || text.length > 20_000 || path === "" ? [] : [{ path, text }];
  });
}

/** What breaks readers: half of JSON, TOML and YAML, YAML's aliases, keys of `Object.prototype`, paths that leave. */
const HOSTILE = [
  ...['{"', "[[", "]]", "{{", "&a [*a, *a]", "<<: *x", "%YAML 9", "---\n---\n", "\u0000", "\uFEFF", "\r\n", "\uD800"],
  ...['{"__proto__":{"x":1}}', '"constructor"', "../../../../etc/passwd", "/etc/passwd", "$(id)", "`id`", "\\"],
  ...["'''", '"""', "\n\n\n", ": : :", "- - - -", "#", "//", "/*", "<!--", "\u2028", "💥", "1e999", "-1", "null"],
];

const FOLDERS = ["", "", "", "apps/web/", "packages/a/", "backend/", "src/", "a/b/c/", "__proto__/", "../", "docs/"];

/** A text with one part cut out, doubled, or replaced by what breaks readers. */
function broken(text: string, from: number, length: number, put: string, isDoubled: boolean): string {
  const start = Math.floor(from * text.length);
  const part = text.slice(start, start + length);
  return text.slice(0, start) + put + (isDoubled ? part + part : "") + text.slice(start + length);
}

function texts(corpus: Corpus): fc.Arbitrary<string> {
  const real = fc.constantFrom(...corpus.map(({ text }) => text));
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const put = fc.oneof(fc.constantFrom(...HOSTILE), fc.constant(""), fc.string({ unit: "binary", maxLength: 20 }));
  return fc.oneof(
    { weight: 3, arbitrary: real },
    { weight: 5, arbitrary: fc.tuple(real, place, fc.nat(400), put, fc.boolean()).map((parts) => broken(...parts)) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom(...HOSTILE), { maxLength: 30 }).map((words) => words.join(" ")) },
    { weight: 1, arbitrary: fc.json() },
  );
}

/** Trees as nobody should have them: real names with real, broken and foreign contents. */
export function randomTrees(corpus: Corpus): fc.Arbitrary<SourceTree> {
  const names = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...corpus.map(({ path }) => path)) },
    { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 30 }) },
  );
  const path = fc.tuple(fc.constantFrom(...FOLDERS), names).map((parts) => parts.join(""));
  return fc
    .array(fc.tuple(path, texts(corpus)), { minLength: 1, maxLength: 14 })
    .map((files) => treeOf(Object.fromEntries(files)));
}
