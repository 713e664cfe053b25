// `npm run bench`: measures AutoStack on this machine and prints the figures; `npm run bench -- pages idle --short` only some, quicker.
// It never fails for a figure, since machines differ: read the targets beside them.
import { parseArgs } from "node:util";
import { run } from "../scripts/lib/run.ts";
import { benchDeploy } from "./deploy.ts";
import { benchIdle } from "./idle.ts";
import { benchKill } from "./kill.ts";
import { type Benchmark, type Figure, machineWords } from "./lib/figures.ts";
import { benchLog } from "./log.ts";
import { benchNeighbour } from "./neighbour.ts";
import { benchPages } from "./pages.ts";
import { benchRollback } from "./rollback.ts";
import { benchRollout } from "./rollout.ts";
import { benchScaling } from "./scaling.ts";
import { benchScan } from "./scan.ts";
import { benchStart } from "./start.ts";
import { benchStatic } from "./static.ts";

const BENCHMARKS: Record<string, Benchmark> = {
  start: benchStart,
  idle: benchIdle,
  pages: benchPages,
  deploy: benchDeploy,
  log: benchLog,
  static: benchStatic,
  rollout: benchRollout,
  rollback: benchRollback,
  neighbour: benchNeighbour,
  scaling: benchScaling,
  kill: benchKill,
  scan: benchScan,
};
const WHAT_WIDTH = 52;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: "boolean", default: false }, "no-build": { type: "boolean", default: false } },
});
const names = positionals.length > 0 ? positionals : Object.keys(BENCHMARKS);
const unknown = names.find((name) => !BENCHMARKS[name]);
if (unknown !== undefined) {
  console.error(`There is no benchmark "${unknown}". There are: ${Object.keys(BENCHMARKS).join(", ")}.`);
  process.exit(2);
}

if (!values["no-build"]) await run([process.execPath, "scripts/build.ts"], { cwd: `${import.meta.dir}/..` });
console.log(`${machineWords()}\n`);
for (const name of names) {
  for await (const figure of BENCHMARKS[name]?.({ short: values.short }) ?? []) console.log(line(figure));
}
process.exit(0);

function line({ what, value, target }: Figure): string {
  return `${what.padEnd(WHAT_WIDTH)} ${value}${target ? `   target: ${target}` : ""}`;
}
