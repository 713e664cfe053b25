import type { DeploymentState } from "#src/deployments/deployment.ts";
import { MEGABYTE } from "#src/lib/bytes.ts";
import { busyboxApp } from "./apps.ts";
import type { Machine } from "./machine.ts";

/** The kernel counts memory in these. */
const PAGE = 4096;
const wholePages = (bytes: number) => Math.floor(bytes / PAGE) * PAGE;

/** What the unit sets. */
export const APP_LIMITS = { memoryBytes: wholePages(64 * MEGABYTE), pids: 50, cpus: 1 };
export const BUILD_LIMITS = { memoryBytes: wholePages(100 * MEGABYTE), pids: 100, cpus: 0.5 };

export type GroupLimits = { memoryBytes: number; pids: number; cpus: number };

/** BuildKit names a step's group by 25 letters and digits, Docker a container's by 64. Engines differ in what stands before. */
const STEPS = `/sys/fs/cgroup/system.slice/*docker[-:]${"?".repeat(25)}`;
const BUILD_STARTS_S = 240;

const HOG = "all=x; while :; do all=$all$all; done";
const BOMB = "bomb() { bomb | bomb; }; bomb";
const FOUR_BUSY_LOOPS = "for i in 1 2 3 4; do timeout 40 sh -c 'while :; do :; done' & done; wait; true";
const MANY_SLEEPERS = "i=0; while [ $i -lt 80 ]; do sleep 5 & i=$((i+1)); done";

/** The group of a project's container. */
export async function groupOfApp(machine: Machine, slug: string): Promise<string> {
  const container = `docker ps -q --filter name=^${slug}-`;
  const path = await machine.sh(`cut -d: -f3 /proc/$(docker inspect -f '{{.State.Pid}}' $(${container}))/cgroup`);
  return `/sys/fs/cgroup${path.trim()}`;
}

export async function limitsOf(machine: Machine, group: string): Promise<GroupLimits> {
  const text = await machine.sh(`cat ${group}/memory.max ${group}/pids.max ${group}/cpu.max`);
  const [memory, pids, quota, period] = text.trim().split(/\s+/).map(Number);
  return { memoryBytes: memory ?? 0, pids: pids ?? 0, cpus: (quota ?? 0) / (period ?? 1) };
}

/** What a group was given of the machine's processors, as its kernel counted it, over a while of its clock. */
export type CpuUse = { cpus: number; seconds: number; periods: number; throttled: number };

const MEASURED_SECONDS = 15;

export async function measureCpu(machine: Machine, group: string): Promise<CpuUse> {
  const look = `grep -w -e usage_usec -e nr_periods -e nr_throttled ${group}/cpu.stat; date +%s%N`;
  const text = await machine.sh(`${look}; sleep ${MEASURED_SECONDS}; ${look}`);
  const numbers = text
    .trim()
    .split("\n")
    .map((line) => Number(line.split(" ").at(-1)));
  const [used = 0, periods = 0, throttled = 0, ns = 1] = [0, 1, 2, 3].map(
    (place) => (numbers[place + 4] ?? 0) - (numbers[place] ?? 0),
  );
  return { cpus: (used * 1000) / ns, seconds: ns / 1e9, periods, throttled };
}

/** An app that wants more processors than the machine has. */
export async function measureBusyApp(machine: Machine, slug: string): Promise<CpuUse> {
  const busy = machine.sh(`docker exec $(docker ps -q --filter name=^${slug}-) sh -c "${FOUR_BUSY_LOOPS}"`);
  const [use] = await Promise.all([measureCpu(machine, await groupOfApp(machine, slug)), busy]);
  return use;
}

/** What comes to a step only when nobody else wants it. A kernel may know no weights for disks. */
export async function prioritiesOf(machine: Machine, group: string): Promise<string[]> {
  const text = await machine.sh(
    `cd ${group} && grep -H . cpu.weight cpuset.cpus.effective io.weight io.bfq.weight 2>/dev/null || true`,
  );
  return text.trim().split("\n");
}

/** An app that takes all memory and then all processes that it can get. */
export async function measureGreedyApp(machine: Machine, slug: string) {
  const group = await groupOfApp(machine, slug);
  const inside = (line: string) =>
    machine.sh(`docker exec $(docker ps -q --filter name=^${slug}-) sh -c '${line}' 2>&1 || echo "ended with $?"`);
  const hog = await inside(HOG);
  const sleepers = inside(MANY_SLEEPERS);
  const most = await mostOf(machine, group, "pids.current", sleepers);
  const [peak, kills] = (await machine.sh(`cat ${group}/memory.peak; grep -w oom_kill ${group}/memory.events`))
    .trim()
    .split("\n");
  return {
    hog: hog.trim(),
    sleepers: (await sleepers).trim().split("\n").at(-1) ?? "",
    memoryPeakBytes: Number(peak),
    kills: Number(kills?.split(" ")[1]),
    mostPids: most,
  };
}

/** The limits of a build's step and what four busy loops in it got. */
export async function measureBusyBuild(machine: Machine, slug: string) {
  const { deployment } = await machine.api.launchUpload(slug, busyboxApp(slug, FOUR_BUSY_LOOPS));
  const isThere = `ls -d ${STEPS} ${STEPS}.scope 2>/dev/null | grep .`;
  const step = (await machine.sh(`timeout ${BUILD_STARTS_S} sh -c 'until ${isThere}; do sleep 0.2; done'`)).trim();
  // Its limits are set within a tenth of a second.
  await Bun.sleep(1000);
  const limits = await limitsOf(machine, step);
  const priorities = await prioritiesOf(machine, step);
  const cpu = await measureCpu(machine, step);
  await machine.api.act(slug, deployment, "cancel");
  await machine.ended(slug, deployment.id);
  const left = (await machine.sh(`ls -d ${STEPS} ${STEPS}.scope 2>/dev/null || true`)).trim();
  return { limits, priorities, cpu, left };
}

export type GreedyBuild = { state: DeploymentState; most: number; tookMs: number; slowestVisitMs: number };

/** A build that takes memory without end. */
export const measureHungryBuild = (machine: Machine, slug: string, neighbour: string) =>
  measureGreedyBuild(machine, { slug, neighbour, build: HOG, file: "memory.peak" });

/** A build that multiplies without end. */
export const measureForkBomb = (machine: Machine, slug: string, neighbour: string) =>
  measureGreedyBuild(machine, { slug, neighbour, build: BOMB, file: "pids.current" });

async function measureGreedyBuild(
  machine: Machine,
  { slug, neighbour, build, file }: { slug: string; neighbour: string; build: string; file: string },
): Promise<GreedyBuild> {
  const begun = performance.now();
  const { deployment } = await machine.api.launchUpload(slug, busyboxApp(slug, build));
  const ended = machine.ended(slug, deployment.id);
  const [most, slowestVisitMs] = await Promise.all([
    mostOf(machine, `${STEPS} ${STEPS}.scope`, file, ended),
    slowestVisit(machine, neighbour, ended),
  ]);
  return { state: await ended, most, tookMs: performance.now() - begun, slowestVisitMs };
}

/** The highest number that a file of groups had until then, looked at five times a second. */
async function mostOf(machine: Machine, groups: string, file: string, until: Promise<unknown>): Promise<number> {
  const over = `/run/over-${crypto.randomUUID()}`;
  const most = machine.sh(
    `most=0; until [ -e ${over} ]; do
       for now in $(for group in ${groups}; do cat $group/${file} 2>/dev/null; done); do [ $now -gt $most ] && most=$now; done; sleep 0.2
     done; echo $most`,
  );
  await until.catch(() => {});
  await machine.sh(`touch ${over}`);
  return Number(await most);
}

async function slowestVisit(machine: Machine, slug: string, until: Promise<unknown>): Promise<number> {
  let slowest = 0;
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  until.then(end, end);
  while (!isOver) {
    const asked = performance.now();
    const response = await machine.visit(slug);
    if (!response.ok) throw new Error(`${slug} answered with ${response.status}`);
    slowest = Math.max(slowest, performance.now() - asked);
    await Bun.sleep(100);
  }
  return slowest;
}
