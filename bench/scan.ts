import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { readSourceTree } from "../src/host/source-tree.ts";
import { dockerfileFor } from "../src/plans/dockerfile.ts";
import { scan } from "../src/plans/scan.ts";
import { treeOf } from "../src/plans/source-tree.ts";
import { PLAN_FIXTURES } from "../test/support/plan-fixtures-folder.ts";
import { fixtureCorpus, randomTrees } from "../test/support/random-trees.ts";
import type { BenchOptions, Figure } from "./lib/figures.ts";
import { milliseconds, spread } from "./lib/figures.ts";

const TARGET = "p50 5 ms, p99 50 ms";
const SHARES = [0.5, 0.95, 0.99, 1];

/** How long a scan takes, the walk through the folder included, and how many broken trees it bears. */
export async function* benchScan({ short }: BenchOptions): AsyncGenerator<Figure> {
  const folders = await fixtureFolders();
  const rounds = short ? 3 : 20;
  const all = await timesOf(folders, rounds);
  yield {
    what: `scan of ${folders.length} fixtures, ${rounds} times each`,
    value: spread(all, SHARES),
    target: TARGET,
  };
  for (const [name, files] of Object.entries(LARGE)) {
    const times = Array.from({ length: rounds * 5 }, () => scanTime(files));
    yield { what: `scan of 20,000 files, ${name}`, value: spread(times, SHARES), target: TARGET };
    yield { what: "  and read from the disk", value: spread(await timesOnDisk(files, rounds), SHARES), target: TARGET };
  }
  yield await fuzz(short ? 5_000 : 200_000);
}

async function fixtureFolders(): Promise<string[]> {
  const groups = await readdir(PLAN_FIXTURES);
  const named = await Promise.all(
    groups.map(async (group) =>
      (await readdir(join(PLAN_FIXTURES, group))).map((name) => join(PLAN_FIXTURES, group, name)),
    ),
  );
  return named.flat();
}

/** The walk and the scan together, as a person waits for both. The first round warms up and does not count. */
async function timesOf(folders: readonly string[], rounds: number): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    for (const folder of folders) {
      const start = performance.now();
      scan(await readSourceTree(folder));
      if (round > 0) times.push(performance.now() - start);
    }
  }
  return times;
}

/** A source of its own each time: what was read of the last one is known no more. */
function scanTime(files: Files): number {
  const tree = treeOf(files);
  const start = performance.now();
  scan(tree);
  return performance.now() - start;
}

async function timesOnDisk(files: Files, rounds: number): Promise<number[]> {
  const root = await mkdtemp(join(tmpdir(), "autostack-bench-scan-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    return await timesOf([root], rounds);
  } finally {
    await rm(root, { recursive: true });
  }
}

const PACKAGE = JSON.stringify({ name: "x", scripts: { start: "node a.js" }, dependencies: { express: "5" } });
const CODE = "import express from 'express';\nexpress().listen(process.env.PORT ?? 3000);\n".repeat(20);

type Files = Readonly<Record<string, string>>;

const filesOf = (pathOf: (index: number) => string): Files =>
  Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [pathOf(index), CODE]));

const deepFolder = (index: number) => Array.from({ length: index % 30 }, (_, depth) => `d${depth}/`).join("");

/** Sources as large as a scan takes them. */
const LARGE: Record<string, Files> = {
  wide: { ...filesOf((index) => `src/f${index % 97}/file-${index}.js`), "package.json": PACKAGE },
  deep: { ...filesOf((index) => `x/${deepFolder(index)}file-${index}.py`), "requirements.txt": "flask\n" },
  monorepo: {
    ...filesOf((index) => `apps/a${index % 100}/src/file-${index}.ts`),
    ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`apps/a${index}/package.json`, PACKAGE])),
    "package.json": JSON.stringify({ private: true, workspaces: ["apps/*"] }),
  },
};

/** Random trees of real, broken and hostile files. It throws, with the tree, for the first that a scan does not bear. */
async function fuzz(numRuns: number): Promise<Figure> {
  const trees = randomTrees(await fixtureCorpus());
  let apps = 0;
  let slowestMs = 0;
  const property = fc.property(trees, (tree) => {
    const start = performance.now();
    const found = scan(tree);
    slowestMs = Math.max(slowestMs, performance.now() - start);
    for (const app of found.apps) dockerfileFor(app);
    apps += found.apps.length;
  });
  fc.assert(property, { numRuns, seed: Date.now() });
  return {
    what: "broken and hostile trees",
    value: `${numRuns} scanned, ${apps} apps found, none threw, slowest ${milliseconds(slowestMs)}`,
    target: "none throws or hangs",
  };
}
