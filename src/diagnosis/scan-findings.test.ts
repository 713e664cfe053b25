import { describe, expect, test } from "bun:test";
import type { Finding } from "../plans/plan.ts";
import { scan } from "../plans/scan.ts";
import { treeOf } from "../plans/source-tree.ts";
import { SCAN_RULES, withScanFindings } from "./scan-findings.ts";

type Files = Readonly<Record<string, string>>;

function findingsOf(files: Files): Finding[] {
  const tree = treeOf(files);
  const { apps } = withScanFindings(tree, scan(tree));
  expect(apps.length).toBeGreaterThan(0);
  return apps.flatMap(({ findings }) => findings);
}

describe("every rule", () => {
  for (const { id, level, example, counterexample } of SCAN_RULES) {
    test(`${id} finds the mistake at its place, once, with its words filled in`, () => {
      const found = findingsOf(example).filter((finding) => finding.id === id);
      expect(found).toMatchObject([{ id, level }]);
      const [{ file, line, title, fix } = { file: null, line: 0, title: "", fix: "" }] = found;
      const lines = example[file ?? ""]?.split("\n").length ?? 0;
      expect(line).toBeLessThanOrEqual(lines);
      expect(lines).toBeGreaterThan(0);
      expect(title + fix).not.toContain("{");
    });

    test(`${id} is silent where the mistake is not`, () => {
      expect(findingsOf(counterexample).map((finding) => finding.id)).not.toContain(id);
    });
  }

  test("has a name of its own", () => {
    const ids = SCAN_RULES.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test("what a detector has found is kept, and not told twice", () => {
  const tree = treeOf({ "index.html": "", "a.sh": "#!/bin/sh\r\n" });
  const once = withScanFindings(tree, scan(tree));
  expect(withScanFindings(tree, once)).toEqual(once);
});

test("nothing that a source holds makes a rule throw or take long", () => {
  const names = [...new Set(SCAN_RULES.flatMap(({ example }) => Object.keys(example)))];
  for (const part of ["{", '"a": "workspace:', "COPY ", "import './", "path = ", "PLATFORMS\n ", "=> ../", "\u0000"]) {
    const tree = treeOf(Object.fromEntries(names.map((name) => [name, part.repeat(20_000)])));
    expect(withScanFindings(tree, scan(tree)).apps).toBeArray();
  }
});
