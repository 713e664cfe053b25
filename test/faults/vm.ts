// A whole server with systemd and control groups of version 2 that loses its power in the middle of deployments:
// `bun test/faults/vm.ts [limits|power|reboot]…`, as root. Needs Debian's qemu-system-x86, mmdebstrap, e2fsprogs and openssh-client.
// Without KVM the machine is emulated, so that all of it takes an hour when nothing else runs. `power:build` cuts only at that moment.

import { type DeploymentState, hasEnded } from "#src/deployments/deployment.ts";
import { formatBytes } from "#src/lib/bytes.ts";
import { errorText } from "#src/lib/errors.ts";
import * as limits from "./vm/limits.ts";
import { Machine } from "./vm/machine.ts";
import {
  type Aftermath,
  cutPowerAt,
  cutPowerUnderQueue,
  type Moment,
  type Project,
  rebootCleanly,
  versionOf,
} from "./vm/power-cut.ts";

const steady: Project = { slug: "steady", text: "steady", kind: "app" };
const victim: Project = { slug: "victim", text: "first", kind: "app" };
const site: Project = { slug: "site", text: "first page", kind: "site" };
const projects = [steady, victim, site];

const MOMENTS: Moment[] = ["acknowledged", "source", "build", "start", "probe", "route", "retire", "live"];
const QUEUED_FOR_MS = [0, 4000, 12_000];
const cuts: [name: string, cut: (machine: Machine) => Promise<Aftermath>][] = [
  ...MOMENTS.map((moment): (typeof cuts)[number] => [moment, (machine) => cutPowerAt(machine, moment, steady, victim)]),
  ["site", (machine) => cutPowerAt(machine, "live", steady, site)],
  ...QUEUED_FOR_MS.map((ms): (typeof cuts)[number] => [
    `queue-${ms / 1000}s`,
    (machine) => cutPowerUnderQueue(machine, ms, steady, [victim, site]),
  ]),
];

const PARTS = ["limits", "power", "reboot", ...cuts.map(([name]) => `power:${name}`)];
const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !PARTS.includes(part));
if (unknown !== undefined) throw new Error(`There is no part "${unknown}". The parts are ${PARTS.join(", ")}.`);
const isWanted = (part: string) => wanted.length === 0 || wanted.includes(part);
const TRIES = 3;
const say = (line: string) => console.error(line);
let failures = 0;

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** Prints a figure and whether it is what it must be. */
function figure(what: string, value: string, isRight: boolean): void {
  if (!isRight) failures++;
  console.log(`${isRight ? "ok  " : "NOT "} ${what.padEnd(52)} ${value}`);
}

/** What throws is a failure too, and the rest is shown all the same. */
async function attempt(what: string, show: () => Promise<void>): Promise<void> {
  try {
    // What was shown before may have taken longer than a token is good for.
    await machine.signIn();
    await show();
  } catch (error) {
    figure(what, errorText(error), false);
  }
}

const words = ({ memoryBytes, pids, cpus }: limits.GroupLimits) =>
  `memory.max ${formatBytes(memoryBytes)}, pids.max ${pids}, cpu.max ${cpus} processors`;

/** Nothing else runs yet in Docker, so that systemd has no reason to hold anything to limits there. */
async function showFirstBuild(machine: Machine): Promise<void> {
  const busy = await limits.measureBusyBuild(machine, "busy");
  figure("a step of a build", words(busy.limits), Bun.deepEquals(busy.limits, limits.BUILD_LIMITS));
  // Of the machine's two processors the first stays free.
  const isLast = ["cpu.weight:12", "cpuset.cpus.effective:1"].every((words) => busy.priorities.includes(words));
  figure("  its priorities", busy.priorities.join(", "), isLast);
  figure("four busy loops in a build", cpuWords(busy.cpu), isWithin(busy.cpu, limits.BUILD_LIMITS.cpus));
  figure("a build that was cancelled", `${busy.left || "nothing"} left`, busy.left === "");
}

const cpuWords = ({ cpus, seconds: measured, periods, throttled }: limits.CpuUse) =>
  `${cpus.toFixed(3)} processors over ${measured.toFixed(1)} s, held back in ${throttled} of ${periods} periods`;

const isWithin = ({ cpus, throttled }: limits.CpuUse, limit: number) => throttled > 0 && cpus <= 1.1 * limit;

async function showLimits(machine: Machine): Promise<void> {
  const { APP_LIMITS, BUILD_LIMITS } = limits;
  const app = await limits.limitsOf(machine, await limits.groupOfApp(machine, steady.slug));
  figure("a running app", words(app), Bun.deepEquals(app, APP_LIMITS));
  const busy = await limits.measureBusyApp(machine, steady.slug);
  figure("four busy loops in an app", cpuWords(busy), isWithin(busy, APP_LIMITS.cpus));
  const greedy = await limits.measureGreedyApp(machine, steady.slug);
  const peak = `at most ${formatBytes(greedy.memoryPeakBytes)}, ${greedy.kills} killed: ${greedy.hog}`;
  figure("an app that takes all memory", peak, greedy.memoryPeakBytes <= APP_LIMITS.memoryBytes && greedy.kills > 0);
  const held = `at most ${greedy.mostPids} processes: ${greedy.sleepers}`;
  figure("an app that starts 80 processes", held, greedy.mostPids <= APP_LIMITS.pids);

  const hungry = await limits.measureHungryBuild(machine, "hungry", steady.slug);
  showGreedyBuild("a build that takes all memory", hungry, `at most ${formatBytes(hungry.most)}`, {
    code: "build_out_of_memory",
    isHeld: hungry.most <= BUILD_LIMITS.memoryBytes,
  });
  const bomb = await limits.measureForkBomb(machine, "bomb", steady.slug);
  showGreedyBuild("a fork bomb in a build", bomb, `at most ${bomb.most} processes`, {
    code: "build_too_many_processes",
    isHeld: bomb.most <= BUILD_LIMITS.pids,
  });
}

function showGreedyBuild(
  what: string,
  { state, tookMs, slowestVisitMs }: limits.GreedyBuild,
  most: string,
  { code, isHeld }: { code: string; isHeld: boolean },
): void {
  const isNamed = state.name === "failed" && state.problem.code === code;
  const took = `ended after ${seconds(tookMs)}, ${most}; a neighbour answered within ${Math.round(slowestVisitMs)} ms`;
  figure(what, took, isHeld);
  figure("", wordsOf(state), isNamed);
}

function wordsOf(state: DeploymentState): string {
  return state.name === "failed" ? `failed at ${state.stage}: ${state.problem.summary}` : state.name;
}

/** Nothing has gone wrong yet but that an emulated machine may be too slow for a time limit. */
async function bringLive(machine: Machine, project: Project): Promise<void> {
  const version = versionOf(project, project.text);
  let { deployment } = await machine.api.launchUpload(project.slug, version);
  for (let tries = 1; ; tries++) {
    const state = await machine.ended(project.slug, deployment.id);
    if (state.name === "live") return;
    if (tries === TRIES) throw new Error(`${project.slug} ${wordsOf(state)}`);
    say(`${project.slug} ${wordsOf(state)}; once more…`);
    deployment = await machine.api.deployUpload(project.slug, version);
  }
}

function showAftermath(what: string, { firstAnswerMs, states, answers, lost, inside }: Aftermath): void {
  console.log(`${what}:`);
  if (lost) figure("  writes that the disk had not flushed", `${lost.lost} of ${lost.unflushed} lost`, true);
  figure("  the live app answered after power-on", seconds(firstAnswerMs), true);
  for (const state of states) figure("  a deployment", wordsOf(state), hasEnded(state));
  for (const { slug, answer, expected, isWhole } of answers) {
    figure(`  ${slug} answers`, answer === expected ? answer : `${answer}, not ${expected}`, answer === expected);
    figure("    its large file", isWhole ? "whole" : "not as it was made", isWhole);
  }
  const { integrity, stuck, unfinished, orphans } = inside;
  figure("  the database", integrity, integrity === "ok");
  const untrue = [...stuck, ...unfinished].map(({ id, text }) => `${id} is ${text}`);
  figure("  untrue states", untrue.join("; ") || "0", untrue.length === 0);
  figure("  orphans", orphans.join("; ") || "0", orphans.length === 0);
}

await using machine = await Machine.make(say);
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => void machine.close().finally(() => process.exit(1)));
}
console.log(`Made and set up ${seconds(machine.sincePowerOnMs)} after its first power-on.`);
if (isWanted("limits")) await attempt("the first build", () => showFirstBuild(machine));
await machine.signIn();
await Promise.all(projects.map((project) => bringLive(machine, project)));
if (isWanted("limits")) await attempt("limits", () => showLimits(machine));
if (isWanted("reboot")) {
  await attempt("reboot", async () => showAftermath("A clean reboot", await rebootCleanly(machine, projects)));
}
for (const [name, cut] of cuts) {
  if (!isWanted("power") && !isWanted(`power:${name}`)) continue;
  await attempt(`power cut: ${name}`, async () => showAftermath(`Power cut: ${name}`, await cut(machine)));
}
process.exitCode = failures === 0 ? 0 : 1;
