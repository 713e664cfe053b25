import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Cgroups } from "./cgroup.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "autostack-cgroup-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** The kernel's files, as far as they matter here. */
async function files(contents: Record<string, string>, ionice: string | null = null): Promise<Cgroups> {
  for (const [path, content] of Object.entries(contents)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  }
  return new Cgroups(join(root, "sys"), join(root, "proc"), ionice);
}
const read = (path: string) => readFile(join(root, path), "utf8");
const LIMITS = { memoryBytes: 500_000_000, cpus: 1.5, pids: 300 };

describe("control groups of version 2", () => {
  const group = "sys/docker/buildkit";

  test("are held to the limits, without swap and at a low priority", async () => {
    const names = ["memory.max", "memory.swap.max", "cpu.max", "cpu.weight", "pids.max", "io.weight", "io.prio.class"];
    const cgroups = await files({
      "sys/cgroup.controllers": "",
      ...Object.fromEntries(names.map((name) => [`${group}/${name}`, ""])),
    });
    await cgroups.make("/docker/buildkit");
    await cgroups.limit("/docker/buildkit", LIMITS);
    const values = await Promise.all(names.map((name) => read(`${group}/${name}`)));
    expect(values).toEqual(["500000000", "0", "150000 100000", "12", "300", "default 10", "idle"]);
    expect(await read("sys/docker/cgroup.subtree_control")).toStartWith("+");
  });

  test("are told again only what they have lost: a limit on processors that is set anew lets them use another period", async () => {
    const names = ["memory.max", "cpu.max", "cpu.weight", "pids.max"];
    const cgroups = await files({
      "sys/cgroup.controllers": "",
      ...Object.fromEntries(names.map((name) => [`${group}/${name}`, ""])),
    });
    await cgroups.limit("/docker/buildkit", LIMITS);
    // As the kernel shows them.
    for (const name of names) await writeFile(join(root, group, name), `${await read(`${group}/${name}`)}\n`);
    await writeFile(join(root, group, "pids.max"), "max\n");
    for (const name of names) await utimes(join(root, group, name), 1, 1);
    await cgroups.limit("/docker/buildkit", LIMITS);
    const written = await Promise.all(names.map(async (name) => (await stat(join(root, group, name))).mtimeMs > 1000));
    expect(written).toEqual([false, false, false, true]);
    expect(await read(`${group}/pids.max`)).toStartWith("300");
  });

  test("tell what they use, and nothing once they have gone", async () => {
    const use = { "memory.current": "4096\n", "pids.current": "3\n" };
    const contents = Object.fromEntries(Object.entries(use).map(([name, text]) => [`${group}/${name}`, text]));
    const cgroups = await files({ "sys/cgroup.controllers": "", ...contents });
    expect(await cgroups.use("/docker/buildkit")).toEqual({ memoryBytes: 4096, pids: 3 });
    expect(await cgroups.use("/docker/gone")).toEqual({ memoryBytes: 0, pids: 0 });
  });

  test("tell how often the kernel has killed in them", async () => {
    const cgroups = await files({
      "sys/cgroup.controllers": "",
      [`${group}/memory.events`]: "low 0\nmax 9\noom 3\noom_kill 2\n",
    });
    expect(await cgroups.outOfMemoryCount("/docker/buildkit")).toEqual({ kills: 2, hits: 2 });
  });

  test("are kept to the last processors, as many as they may use, and the first ones stay free", async () => {
    const cgroups = await files({
      "sys/cgroup.controllers": "",
      "sys/cpuset.cpus.effective": "0-3\n",
      [`${group}/cpuset.cpus`]: "\n",
    });
    const pinned = async (cpus: number) => {
      await cgroups.pin("/docker/buildkit", cpus);
      return read(`${group}/cpuset.cpus`);
    };
    expect([await pinned(3), await pinned(1.5), await pinned(9)]).toEqual(["1-3", "2-3", "0-3"]);
  });

  test("stay where they are on a kernel that cannot keep them to processors", async () => {
    const cgroups = await files({ "sys/cgroup.controllers": "", [`${group}/cpu.max`]: "" });
    await cgroups.pin("/docker/buildkit", 1);
    expect(await readdir(join(root, group))).toEqual(["cpu.max"]);
  });

  test("are named by a process", async () => {
    const cgroups = await files({
      "sys/cgroup.controllers": "",
      "proc/7/cgroup": "0::/system.slice/docker-ab.scope\n",
    });
    expect(await cgroups.groupOf(7)).toBe("/system.slice/docker-ab.scope");
    expect(await cgroups.groupOf(8)).toBeNull();
  });
});

describe("control groups of version 1", () => {
  test("are held to the limits in each controller's tree", async () => {
    const wanted = {
      "memory/b/memory.limit_in_bytes": "500000000",
      "cpu/b/cpu.cfs_period_us": "100000",
      "cpu/b/cpu.cfs_quota_us": "150000",
      "cpu/b/cpu.shares": "128",
      "pids/b/pids.max": "300",
      "blkio/b/blkio.weight": "100",
      "blkio/b/blkio.bfq.weight": "10",
      "blkio/b/blkio.prio.class": "idle",
    };
    const empty = Object.fromEntries(Object.keys(wanted).map((path) => [`sys/${path}`, ""]));
    const cgroups = await files({ "sys/memory/cgroup.procs": "", ...empty });
    await cgroups.make("/b");
    await cgroups.limit("/b", LIMITS);
    for (const [path, value] of Object.entries(wanted)) expect(await read(`sys/${path}`)).toBe(value);
  });

  test("have the processors and the memory of the group above from the start, and take processes by every controller", async () => {
    const cgroups = await files({
      "sys/memory/cgroup.procs": "",
      "sys/cpuset/cpuset.cpus": "0-1\n",
      "sys/cpuset/cpuset.mems": "0\n",
    });
    await cgroups.make("/docker/b");
    for (const path of ["docker", "docker/b"]) {
      expect([await read(`sys/cpuset/${path}/cpuset.cpus`), await read(`sys/cpuset/${path}/cpuset.mems`)]).toEqual([
        "0-1",
        "0",
      ]);
    }
    await cgroups.pin("/docker/b", 1);
    expect(await read("sys/cpuset/docker/b/cpuset.cpus")).toStartWith("1");
    expect(await cgroups.entrances("/docker/b")).toContain(join(root, "sys/cpuset/docker/b/cgroup.procs"));
  });

  test("tell what they use", async () => {
    const cgroups = await files({
      "sys/memory/cgroup.procs": "",
      "sys/memory/b/memory.usage_in_bytes": "4096\n",
      "sys/pids/b/pids.current": "3\n",
    });
    expect(await cgroups.use("/b")).toEqual({ memoryBytes: 4096, pids: 3 });
  });

  test("tell of kills by the machine's count and of their own limit", async () => {
    const cgroups = await files({
      "sys/memory/cgroup.procs": "",
      "sys/memory/b/memory.failcnt": "40\n",
      "proc/vmstat": "nr_free_pages 1\noom_kill 5\n",
    });
    expect(await cgroups.outOfMemoryCount("/b")).toEqual({ kills: 5, hits: 40 });
  });

  test("are named by a process in the memory controller's line", async () => {
    const cgroups = await files({
      "sys/memory/cgroup.procs": "",
      "proc/7/cgroup": "9:pids:/x\n4:memory:/docker/abc\n0::/\n",
    });
    expect(await cgroups.groupOf(7)).toBe("/docker/abc");
  });

  test("offer their processes first when the machine wants for memory, and let them come last for disks", async () => {
    const ionice = join(root, "ionice");
    await writeFile(ionice, `#!/bin/sh\necho "$@" > ${join(root, "said")}\n`, { mode: 0o755 });
    const contents = {
      "sys/memory/cgroup.procs": "",
      "sys/memory/b/cgroup.procs": "7\n8\n",
      "proc/7/oom_score_adj": "0",
    };
    await (await files(contents, ionice)).comeLast("/b");
    expect([await read("proc/7/oom_score_adj"), await read("said")]).toEqual(["500", "-c 3 -p 7 8\n"]);
  });
});

test("a machine without control groups has no version", async () => {
  expect(await new Cgroups(join(root, "none")).version()).toBeNull();
});
