// A whole server with systemd and control groups of version 2 that loses its power in the middle of deployments:
// `bun test/faults/vm.ts [limits|power|reboot]`, as root. Needs Debian's qemu-system-x86, mmdebstrap, e2fsprogs and openssh-client.
// Without KVM the machine is emulated, so that all of it takes some ten minutes.

import type { DeploymentState, Stage } from "#src/deployments/deployment.ts";
import { formatBytes } from "#src/lib/bytes.ts";
import { errorText } from "#src/lib/errors.ts";
import { busyboxApp } from "./vm/apps.ts";
import * as limits from "./vm/limits.ts";
import { Machine } from "./vm/machine.ts";
import { type Aftermath, cutPowerAt, type Project, rebootCleanly } from "./vm/power-cut.ts";

const STAGES: Stage[] = ["build", "start", "probe", "route", "retire"];
const PARTS = ["limits", "power", "reboot"];

const wanted = process.argv.slice(2);
const unknown = wanted.find((part) => !PARTS.includes(part));
if (unknown !== undefined) throw new Error(`There is no part "${unknown}". The parts are ${PARTS.join(", ")}.`);
const isWanted = (part: string) => wanted.length === 0 || wanted.includes(part);

const steady: Project = { slug: "steady", text: "steady" };
const victim: Project = { slug: "victim", text: "first" };
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
  // Whatever time the real machine takes from an emulated processor is counted as used there: they get two without a limit.
  const { cpus, throttled } = busy;
  const used = `${cpus.toFixed(2)} processors, held back ${throttled} times in six seconds`;
  figure("four busy loops in a build", used, throttled > 20 && cpus < 2 * limits.BUILD_LIMITS.cpus);
  figure("a build that was cancelled", `${busy.left || "nothing"} left`, busy.left === "");
}

async function showLimits(machine: Machine): Promise<void> {
  const { APP_LIMITS, BUILD_LIMITS } = limits;
  const app = await limits.limitsOf(machine, await limits.groupOfApp(machine, steady.slug));
  figure("a running app", words(app), Bun.deepEquals(app, APP_LIMITS));
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

function showAftermath(what: string, { firstAnswerMs, state, answer, expected, inside }: Aftermath): void {
  console.log(`${what}:`);
  figure("  the live app answered after power-on", seconds(firstAnswerMs), true);
  if (state) figure("  the deployment", wordsOf(state), state.name === "live" || state.name === "failed");
  figure("  what its project answers", answer, answer === expected);
  const { integrity, stuck, unfinished, orphans } = inside;
  figure("  the database", integrity, integrity === "ok");
  const untrue = [...stuck, ...unfinished].map(({ id, text }) => `${id} is ${text}`);
  figure("  untrue states", untrue.join("; ") || "0", untrue.length === 0);
  figure("  orphans", orphans.join("; ") || "0", orphans.length === 0);
}

const say = (line: string) => console.error(line);
await using machine = await Machine.make(say);
console.log(`Made and set up ${seconds(machine.sincePowerOnMs)} after its first power-on.`);
if (isWanted("limits")) await attempt("the first build", () => showFirstBuild(machine));
for (const { slug, text } of [steady, victim]) {
  await machine.api.live(slug, (await machine.api.launchUpload(slug, busyboxApp(text))).deployment);
}
if (isWanted("limits")) await attempt("limits", () => showLimits(machine));
if (isWanted("reboot")) {
  await attempt("reboot", async () => showAftermath("A clean reboot", await rebootCleanly(machine, steady, victim)));
}
for (const stage of isWanted("power") ? STAGES : []) {
  const what = `Power cut at ${stage}`;
  await attempt(what, async () => showAftermath(what, await cutPowerAt(machine, stage, steady, victim)));
}
process.exitCode = failures === 0 ? 0 : 1;
