import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../test/support/eventually.ts";
import { watchBuild } from "./build-groups.ts";
import { Cgroups } from "./cgroup.ts";

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

async function group(name: string) {
  const folder = join(root, PARENT, name);
  await mkdir(folder, { recursive: true });
  for (const file of FILES) await writeFile(join(folder, file), "max");
  return (file: string) => readFile(join(folder, file), "utf8");
}

const hold = () => watchBuild({ kind: "single", parent: PARENT }, LIMITS, new Cgroups(root, join(root, "proc")));

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
