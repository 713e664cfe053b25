import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { readSourceTree } from "#src/host/source-tree.ts";
import { PLAIN_LAYOUT } from "#src/plans/build-context.ts";
import { dockerfileFor } from "#src/plans/dockerfile.ts";
import type { AppPlan } from "#src/plans/plan.ts";
import { scan } from "#src/plans/scan.ts";
import { cacheFolder } from "../../scripts/lib/cache-folder.ts";
import { findHadolint } from "../../scripts/test-setup/hadolint.ts";
import { testFolder } from "../support/folders.ts";
import { PLAN_FIXTURES } from "../support/plan-fixtures-folder.ts";

/** docs/decisions/0016 says why. */
const DECIDED_AGAINST = ["DL3003", "DL3008", "DL3013", "DL3016", "DL4006"];

type Finding = { file: string; line: number; code: string; message: string };

async function plansOfFixtures(): Promise<Map<string, AppPlan>> {
  const plans = new Map<string, AppPlan>();
  for (const group of readdirSync(PLAN_FIXTURES)) {
    for (const name of readdirSync(join(PLAN_FIXTURES, group))) {
      const { apps } = scan(await readSourceTree(join(PLAN_FIXTURES, group, name)));
      for (const app of apps) if (!app.dockerfile) plans.set(`${group}-${name}-${app.path.replaceAll("/", "-")}`, app);
    }
  }
  return plans;
}

test("hadolint finds nothing in any Dockerfile that is generated, to build with or to keep", async () => {
  const hadolint = await findHadolint(cacheFolder(), console.error);
  await using folder = await testFolder();
  // Many plans lead to one Dockerfile.
  const written = new Map<string, string>();
  for (const [name, plan] of await plansOfFixtures()) {
    written.set(dockerfileFor(plan, { cacheScope: "project" }), name);
    written.set(dockerfileFor(plan, { layout: PLAIN_LAYOUT }), `${name}-to-keep`);
  }
  for (const [text, name] of written) await Bun.write(join(folder.path, `${name}.Dockerfile`), text);
  expect(written.size).toBeGreaterThan(50);
  const ignored = DECIDED_AGAINST.flatMap((rule) => ["--ignore", rule]);
  const argv = [hadolint, "--no-fail", "--format", "json", "--failure-threshold", "warning", ...ignored];
  const files = [...new Bun.Glob("*.Dockerfile").scanSync(folder.path)];
  const child = Bun.spawn([...argv, ...files], { cwd: folder.path, stdout: "pipe", stderr: "inherit" });
  const findings = (await new Response(child.stdout).json()) as (Finding & { level: string })[];
  const serious = findings.filter(({ level }) => level === "error" || level === "warning");
  expect(serious.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`)).toEqual([]);
}, 120_000);
