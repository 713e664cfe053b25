// `npm run bench:builds -- [name…] [--verbose]`: builds and runs every fixture of test/fixtures/builds from its generated plan alone, in Docker,
// and prints a line for each, then *built / tried* and the median times: cold, and after one line of the source has changed.
import { join } from "node:path";
import { parseArgs } from "node:util";
import Docker from "dockerode";
import { cacheFolder } from "../scripts/lib/cache-folder.ts";
import { canMake, makeTestImages } from "../scripts/test-images/make.ts";
import { SOCKET } from "../test/integration/runtimes-bench.ts";
import { type BuildFixture, baseImagesOf, buildFixtures, planOf } from "../test/support/build-fixtures.ts";
import { FixtureBuilder } from "../test/support/fixture-builder.ts";
import { changeOf } from "../test/support/source-change.ts";
import { machineWords, percentile } from "./lib/figures.ts";

type Line = { fixture: BuildFixture; stack: string } & (
  | { answered: true; coldMs: number; warmMs: number | null; reinstalled: boolean }
  | { answered: false; tried: boolean; problem: string }
);

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { verbose: { type: "boolean", default: false } },
});
const all = await buildFixtures();
const fixtures = positionals.length > 0 ? all.filter(({ name }) => positionals.includes(name)) : all;
const docker = new Docker({ socketPath: SOCKET });
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`.padStart(8);

console.log(`${machineWords()}\n`);
console.log(`${"app".padEnd(26)} ${"stack".padEnd(30)} ${"cold".padStart(8)} ${"warm".padStart(8)}  warm/cold`);
const lines: Line[] = [];
const builder = new FixtureBuilder();
await builder.open();
try {
  for (const fixture of fixtures) {
    const line = await tryFixture(fixture);
    lines.push(line);
    console.log(wordsOf(line));
  }
} finally {
  await builder.close();
}
summarise();
process.exit(0);

async function tryFixture(fixture: BuildFixture): Promise<Line> {
  let stack = "?";
  try {
    const workspace = await builder.copy(fixture);
    const plan = await planOf(workspace);
    stack = [plan.framework ?? plan.language, plan.packageManager, `${plan.runtime.name} ${plan.runtime.version}`]
      .filter((word) => word !== null)
      .join(", ");
    const names = await baseImagesOf(plan, workspace);
    const missing = names.filter((name) => !canMake(name));
    if (missing.length > 0) return { fixture, stack, answered: false, tried: false, problem: `no image ${missing[0]}` };
    await makeTestImages(docker, cacheFolder(), () => {}, names);
    return { fixture, stack, answered: true, ...(await measure(fixture, workspace)) };
  } catch (error) {
    const { message, cause } = error as Error;
    const log = values.verbose ? `\n${builder.bench.lines.slice(-60).join("\n")}` : "";
    const why = cause instanceof Error && values.verbose ? `\n${cause.message}` : "";
    return { fixture, stack, answered: false, tried: true, problem: `${message}${why}${log}` };
  }
}

async function measure(fixture: BuildFixture, workspace: string) {
  const cold = await builder.build(fixture);
  await builder.answer(fixture, cold);
  const change = await changeOf(workspace, fixture, cold.plan);
  if (!change) return { coldMs: cold.durationMs, warmMs: null, reinstalled: false };
  await Bun.write(join(workspace, change.file), change.text);
  const warm = await builder.build(fixture);
  await builder.answer(fixture, warm);
  return {
    coldMs: cold.durationMs,
    warmMs: warm.durationMs,
    reinstalled: !installWasCached(warm.log, cold.plan.install),
  };
}

/** The step of the install, with or without what mends it, came from the cache: its line in the log is followed by its number and “cached”. */
function installWasCached(log: readonly string[], install: string | null): boolean {
  if (install === null) return true;
  const isInstall = (line: string) => line.endsWith(`RUN ${install}`) || line.includes(`RUN ${install} || {`);
  const step = log.find((line) => line.startsWith("[") && isInstall(line));
  return step !== undefined && log.includes(`${step.slice(0, step.indexOf("]") + 1)} cached`);
}

function wordsOf(line: Line): string {
  const start = `${line.fixture.name.padEnd(26)} ${line.stack.slice(0, 30).padEnd(30)}`;
  if (!line.answered) return `${start} ${line.tried ? "FAILED" : "not tried"}: ${line.problem}`;
  const { coldMs, warmMs, reinstalled } = line;
  if (warmMs === null) return `${start} ${seconds(coldMs)}        -`;
  const note = reinstalled ? "  installed again" : "";
  return `${start} ${seconds(coldMs)} ${seconds(warmMs)}  ${(warmMs / coldMs).toFixed(2)}${note}`;
}

function summarise(): void {
  const answered = lines.filter((line) => line.answered);
  const tried = lines.filter((line) => line.answered || line.tried);
  const warm = answered.filter((line) => line.warmMs !== null);
  const half = (numbers: number[]) => percentile(numbers, 0.5);
  const ratios = warm.map(({ coldMs, warmMs }) => (warmMs ?? 0) / coldMs);
  console.log(
    `\nbuilt / tried: ${answered.length} / ${tried.length} (${lines.length - tried.length} have no image here)`,
  );
  console.log(`median cold: ${seconds(half(answered.map(({ coldMs }) => coldMs))).trim()} (n = ${answered.length})`);
  console.log(`median warm: ${seconds(half(warm.map(({ warmMs }) => warmMs ?? 0))).trim()} (n = ${warm.length})`);
  console.log(`median warm/cold: ${half(ratios).toFixed(2)} (n = ${ratios.length})`);
  console.log(`installed again after a change of one line: ${warm.filter(({ reinstalled }) => reinstalled).length}`);
}
