import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { readSourceTree } from "#src/host/source-tree.ts";
import { choosePlan, scanPart } from "#src/plans/choose.ts";
import type { Artifact, Runtime } from "#src/runtimes/runtime.ts";
import { answer, RuntimeBench } from "./runtimes-bench.ts";

const ROOT = join(import.meta.dir, "../..");
const APPS = join(ROOT, "test/fixtures/apps");
const EXAMPLES = join(ROOT, "examples");
const SERVERS = ["node", "bun", "python"];

/** A copy of a folder, with the plan that was read from it and nothing else. */
async function planned(bench: RuntimeBench, name: string, from: string) {
  const workspace = join(bench.folder, "sources", name);
  await cp(from, workspace, { recursive: true });
  return { workspace, plan: choosePlan(scanPart(await readSourceTree(workspace), undefined), {}) };
}

async function built(bench: RuntimeBench, name: string, from: string): Promise<Artifact> {
  const { workspace, plan } = await planned(bench, name, from);
  return bench.build(name, {}, plan, { workspace });
}

async function answers(bench: RuntimeBench, name: string, from: string, variables: Record<string, string>) {
  const artifact = await built(bench, name, from);
  const { plan } = await planned(bench, name, from);
  const command = artifact.kind === "folder" ? plan.start : null;
  const more = { variables, command, port: plan.port };
  return answer(await bench.runtime.start(bench.startRequest(name, artifact, more)), plan.health ?? "/");
}

function buildsFromPlansAlone(kind: Runtime["name"]): void {
  describe(`from its plan alone, the ${kind} runtime builds and runs`, () => {
    const bench = new RuntimeBench(kind);
    beforeAll(() => bench.open());
    afterAll(() => bench.close());

    for (const name of SERVERS) {
      test(`the ${name} example`, async () => {
        expect(await answers(bench, name, join(EXAMPLES, name), {})).toBe("ok\n");
      }, 180_000);
    }

    test("the static example", async () => {
      const site = await built(bench, "static", join(EXAMPLES, "static"));
      if (site.kind !== "site") throw new Error(site.kind);
      expect(readdirSync(site.folder)).toContain("index.html");
    });

    for (const name of readdirSync(APPS)) {
      test(`an app that is installed with ${name}`, async () => {
        expect(await answers(bench, name, join(APPS, name), { GREETING: "hello" })).toBe("hello 1m");
      }, 180_000);
    }
  });
}

buildsFromPlansAlone("docker");
buildsFromPlansAlone("process");

test("another line of source does not install the dependencies again", async () => {
  const bench = new RuntimeBench("docker");
  await bench.open();
  try {
    const { workspace, plan } = await planned(bench, "cache", join(APPS, "npm"));
    // The install leaves a mark that is never the same twice, and the build, which does run again, shows it.
    const marking = { ...plan, install: `${plan.install} && date +%s%N > node_modules/mark` };
    const buildWith = async (source: string) => {
      bench.lines.length = 0;
      await Bun.write(join(workspace, "server.js"), `// ${source} of ${bench.id}\n`);
      const build = `cat server.js && echo "mark $(cat node_modules/mark)"`;
      await bench.build(source, {}, { ...marking, build }, { workspace });
      expect(bench.lines).toContain(`// ${source} of ${bench.id}`);
      return bench.lines.find((line) => /^mark \d+$/.test(line));
    };
    const mark = await buildWith("first");
    expect(mark).toBeString();
    expect(await buildWith("second")).toBe(mark as string);
  } finally {
    await bench.close();
  }
}, 180_000);
