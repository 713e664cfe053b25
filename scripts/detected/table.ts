import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readSourceTree } from "../../src/host/source-tree.ts";
import type { Detector } from "../../src/plans/detector.ts";
import { DETECTORS } from "../../src/plans/detectors.ts";
import { Folder } from "../../src/plans/folder.ts";
import type { AppPlan } from "../../src/plans/plan.ts";
import { scan } from "../../src/plans/scan.ts";
import { PLAN_FIXTURES } from "../../test/support/plan-fixtures-folder.ts";

const HEAD = `# What AutoStack recognises

This table is made from the detectors and their fixtures by \`bun scripts/detected.ts\`. The first that fits makes the plan, in this
order. What a plan says for your project, and from which file and line it knows that: \`autostack plan\`.

| what | recognised by | for example on | installed and built by | started by | port |
| --- | --- | --- | --- | --- | --- |
`;

type Example = { fixture: string; plan: AppPlan };

/** Every detector with the fixture that shows it best: the first that it is asked about and recognises. */
export async function detectedTable(): Promise<string> {
  const examples = await exampleOfEach();
  const rows = DETECTORS.map((detector) => row(detector, examples.get(detector)));
  return `${HEAD}${rows.join("\n")}\n`;
}

/** The detectors that no fixture shows. */
export async function withoutFixture(): Promise<string[]> {
  const examples = await exampleOfEach();
  return DETECTORS.filter((detector) => !examples.has(detector)).map(({ name }) => name);
}

async function exampleOfEach(): Promise<Map<Detector, Example>> {
  const examples = new Map<Detector, Example>();
  for (const group of (await readdir(PLAN_FIXTURES)).sort()) {
    for (const name of (await readdir(join(PLAN_FIXTURES, group))).sort()) {
      const tree = await readSourceTree(join(PLAN_FIXTURES, group, name));
      for (const plan of scan(tree).apps) {
        const folder = new Folder(tree, plan.path);
        const detector = DETECTORS.find(({ detect }) => detect(folder) !== null);
        if (detector && !examples.has(detector)) examples.set(detector, { fixture: `${group}/${name}`, plan });
      }
    }
  }
  return examples;
}

function row({ name, looksFor }: Detector, example: Example | undefined): string {
  const plan = example?.plan;
  const built = [plan?.install, plan?.build].filter((line) => line !== null && line !== undefined);
  const started = plan?.kind === "static" ? `files of ${code(plan.output ?? ".")}` : code(plan?.start ?? "");
  const runtime = plan ? `${plan.runtime.name} ${plan.runtime.version}`.trim() : "";
  const cells = [name, looksFor, runtime, built.map(code).join(", then "), started, String(plan?.port ?? "")];
  return `| ${cells.map(cell).join(" | ")} |`;
}

const code = (line: string) => (line === "" ? "" : `\`${line}\``);
const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
