import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../test/support/eventually.ts";
import { type StepGroups, watchBuild } from "./build-groups.ts";
import { Cgroups } from "./cgroup.ts";
import { OomLog } from "./oom-log.ts";

const LIMITS = { memoryBytes: 500_000_000, cpus: 1.5, pids: 300 };
const PARENT = "/system.slice";
const STEP = "d59vchycx6aqiqr88b20gb263";
const FILES = ["memory.max", "cpu.max", "cpu.weight", "pids.max"];

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "autostack-groups-"));
  await writeFile(join(root, "cgroup.controllers"), "");
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function group(name: string, parent = PARENT) {
  const folder = join(root, parent, name);
  await mkdir(folder, { recursive: true });
  for (const file of FILES) await writeFile(join(folder, file), "max");
  return (file: string) => readFile(join(folder, file), "utf8");
}

const SINGLE: StepGroups = { kind: "single", parent: PARENT };
const hold = (groups: StepGroups = SINGLE) =>
  watchBuild(groups, LIMITS, new Cgroups(root, join(root, "proc")), new OomLog(join(root, "kmsg")));

test("each step beside the containers is held, whether systemd knows of it or not; containers are left alone", async () => {
  const container = await group(`docker-${"0151098e".repeat(8)}.scope`);
  const known = await group(`docker-${STEP}.scope`);
  const unknown = await group(`system.slice:docker:${STEP}`);
  const watch = await hold();
  try {
    for (const read of [known, unknown])
      await eventually("the last limit", async () => (await read("pids.max")) === "300");
    expect(await unknown("memory.max")).toBe("500000000");
    expect(await container("memory.max")).toBe("max");
  } finally {
    watch.end();
  }
});

test("limits that systemd took away come back", async () => {
  const read = await group(`docker-${STEP}.scope`);
  const watch = await hold();
  try {
    await eventually("the limit", async () => (await read("pids.max")) === "300");
    await group(`docker-${STEP}.scope`);
    await eventually("the limit again", async () => (await read("pids.max")) === "300");
    expect(await readFile(join(root, PARENT, "cgroup.subtree_control"), "utf8")).toStartWith("+");
  } finally {
    watch.end();
  }
});

test("steps that run at the same time get no more together than one alone", async () => {
  const [one, other] = [await group(`docker-${STEP}.scope`), await group(`docker-${STEP.replace("d", "e")}.scope`)];
  const use = (name: string, bytes: number) =>
    writeFile(join(root, PARENT, `docker-${name}.scope/memory.current`), String(bytes));
  await use(STEP, 300_000_000);
  await use(STEP.replace("d", "e"), 50_000_000);
  const watch = await hold();
  try {
    await eventually("the first's limit", async () => (await one("memory.max")) === "450000000");
    await eventually("the other's limit", async () => (await other("memory.max")) === "200000000");
    expect(await one("cpu.max")).toBe("75000 100000");
    await rm(join(root, PARENT, `docker-${STEP}.scope`), { recursive: true });
    await eventually("all for the one that is left", async () => (await other("memory.max")) === "500000000");
  } finally {
    watch.end();
  }
});

test("each step is kept to the last processors, however many run at the same time", async () => {
  await writeFile(join(root, "cpuset.cpus.effective"), "0-3\n");
  const steps = [STEP, STEP.replace("d", "e")];
  const reads = await Promise.all(steps.map((step) => group(`docker-${step}.scope`)));
  for (const step of steps) await writeFile(join(root, PARENT, `docker-${step}.scope/cpuset.cpus`), "\n");
  const watch = await hold();
  try {
    for (const read of reads) await eventually("its processors", async () => (await read("cpuset.cpus")) === "2-3");
    // As systemd leaves it when it has taken the controller away.
    await writeFile(join(root, STEP_PATH, "cpuset.cpus"), "\n");
    await eventually("its processors again", async () => (await reads[0]?.("cpuset.cpus")) === "2-3");
  } finally {
    watch.end();
  }
});

const STEP_PATH = `${PARENT}/docker-${STEP}.scope`;
const CONTAINER_PATH = `${PARENT}/docker-${"0151098e".repeat(8)}.scope`;
const SHARED: StepGroups = { kind: "shared", path: "/docker/buildkit" };
test.each([
  ["a step that met its limit", SINGLE, STEP_PATH, STEP_PATH, "builds"],
  ["a step when the machine had none left", SINGLE, null, STEP_PATH, "machine"],
  ["a container beside the steps", SINGLE, CONTAINER_PATH, CONTAINER_PATH, null],
  ["steps that met the limit of all builds", SHARED, "/docker/buildkit", "/docker/buildkit/x", "builds"],
  ["a step when all of Docker had none left", SHARED, "/docker", "/docker/buildkit/x", "machine"],
  ["an app beside the builds", SHARED, "/docker/abc", "/docker/abc", null],
] as const)("the kernel ended %s: said so", async (_what, groups, exhausted, victim, said) => {
  await group("buildkit", "/docker");
  const path = join(root, "kmsg");
  const kill = (memory: string | null, task: string) =>
    appendFile(
      path,
      `6,1,1,-;oom-kill:x,${memory === null ? "global_oom" : `oom_memcg=${memory}`},task_memcg=${task}\n`,
    );
  await kill(STEP_PATH, STEP_PATH);
  const watch = await hold(groups);
  try {
    expect(await watch.ranOutOfMemory()).toBeNull();
    await kill(exhausted, victim);
    expect(await watch.ranOutOfMemory()).toBe(said);
  } finally {
    watch.end();
  }
});
