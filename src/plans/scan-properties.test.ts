import { expect, test } from "bun:test";
import { posix } from "node:path";
import fc from "fast-check";
import { fixtureCorpus, randomTrees } from "#test/support/random-trees.ts";
import { dockerfileFor } from "./dockerfile.ts";
import { envExample } from "./env-example.ts";
import { scan } from "./scan.ts";
import { scriptFor } from "./script.ts";
import type { SourceTree } from "./source-tree.ts";

const trees = randomTrees(await fixtureCorpus());
// A tree that fails is shown as it is: to make it smaller would take longer than a test has.
const RUNS = { numRuns: 300, endOnFailure: true };

/** The tree, with a note of everything that is asked of it. */
function watched(tree: SourceTree): { tree: SourceTree; asked: Set<string> } {
  const asked = new Set<string>();
  const read = (path: string) => {
    asked.add(path);
    return tree.read(path);
  };
  return { tree: { ...tree, read }, asked };
}

test("no tree makes a scan, a Dockerfile or a script throw", () => {
  const property = fc.property(trees, (tree) => {
    for (const app of scan(tree).apps) {
      dockerfileFor(app);
      scriptFor(app);
      envExample(app.variables);
    }
  });
  fc.assert(property, RUNS);
});

test("the same tree gives the same answer, and it survives being kept as JSON", () => {
  const property = fc.property(trees, (tree) => {
    const found = scan(tree);
    expect(scan(tree)).toEqual(found);
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });
  fc.assert(property, RUNS);
});

test("only listed files are read, and facts point to nothing else", () => {
  const property = fc.property(trees, (made) => {
    const { tree, asked } = watched(made);
    const listed = new Set(tree.files);
    for (const { path, facts, variables, imports, connections } of scan(tree).apps) {
      for (const { file } of [...facts, ...variables, ...imports, ...connections]) {
        expect(listed.has(path === "." ? file : posix.join(path, file))).toBeTrue();
      }
    }
    for (const path of asked) expect(listed.has(path)).toBeTrue();
  });
  fc.assert(property, RUNS);
});

test("what files hold is one line of a command each, so no file writes an instruction of its own", () => {
  const property = fc.property(trees, (tree) => {
    for (const { prepare, install, build, prune, start, processes } of scan(tree).apps) {
      for (const line of [prepare, install, build, prune, start, ...processes.map(({ command }) => command)]) {
        expect(line ?? "").not.toMatch(/[\r\n]/);
      }
    }
  });
  fc.assert(property, RUNS);
});
