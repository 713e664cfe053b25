import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { cpus } from "node:os";
import { measureAppOutOfMemory } from "../faults/app-out-of-memory.ts";
import { measureForkBomb } from "../faults/build-fork-bomb.ts";
import { measureBuildLimits } from "../faults/build-out-of-memory.ts";
import { priorityOf } from "../faults/group-counters.ts";
import { LimitedBuilds } from "../faults/limited-builds.ts";
import { eventually } from "../support/eventually.ts";

describe("a build cannot hurt the machine", () => {
  let builds: LimitedBuilds;
  beforeAll(async () => {
    builds = await LimitedBuilds.open();
  }, 60_000);
  afterAll(() => builds?.close());

  test("builds can be held to limits here", async () => {
    expect(await builds.bench.runtime.buildLimits()).toBeNull();
  });

  test("all steps together get no more memory and processors than builds may have, and it is said so", async () => {
    const { hungry, memoryPeakBytes, busy, cpus } = await measureBuildLimits(builds, 3);
    expect(hungry).toMatchObject({ code: "build_out_of_memory", status: 422 });
    expect(hungry?.hint).toContain("AUTOSTACK_BUILD_MEMORY");
    expect(memoryPeakBytes).toBeLessThanOrEqual(151_100_000);
    expect(busy).toBeNull();
    // A build that was not run at all would use none.
    expect(cpus).toBeGreaterThan(0.1);
    expect(cpus).toBeLessThan(0.65);
  });

  test("a fork bomb ends as a failed build, meets its limit and leaves nothing behind", async () => {
    const { error, most, slowestMs, left } = await measureForkBomb(builds);
    expect(error).toMatchObject({ code: "build_too_many_processes", status: 422 });
    expect(most).toBeLessThanOrEqual(200);
    expect(left).toBe(0);
    // The machine starts other programs meanwhile; how quickly stands in the figures.
    expect(slowestMs).toBeLessThan(10_000);
  });

  test("a build comes last for processors and disks, leaves the first processors free, and goes first when memory ends", async () => {
    const building = builds.build("last", "echo begun; sleep 3", { cpus: 0.5 });
    const { cpuWeight, processes } = await eventually("a build's processes that come last", () => {
      const found = priorityOf(builds.group);
      return found.processes.length > 0 && found.processes.every(({ disk }) => disk.startsWith("idle")) && found;
    });
    expect(cpuWeight).toBe(12);
    expect(processes.every(({ oomScore }) => oomScore === 500)).toBe(true);
    expect(new Set(processes.map(({ processors }) => processors))).toEqual(new Set([String(cpus().length - 1)]));
    expect(await building).toBeNull();
  });

  test("a build that fails by itself is not put down to memory", async () => {
    expect(await builds.build("exit-137", "exit 137")).toMatchObject({ code: "build_killed" });
    expect(await builds.build("exit-1", "exit 1")).toMatchObject({ code: "build_failed" });
  });

  test("a build that fails by itself while an app runs out of memory is not put down to memory", async () => {
    // It meets its own limit too, with what it writes: that alone hurts nobody.
    const writes = "dd if=/dev/zero of=/junk bs=1M count=300 2>/dev/null; echo written; sleep 5; exit 1";
    const building = builds.build("beside", writes);
    const { docker } = builds.engine;
    const HostConfig = { NetworkMode: "none", Memory: 32 * 2 ** 20, MemorySwap: 32 * 2 ** 20 };
    const hungry = await docker.createContainer({ Image: "debian:12-slim", Cmd: ["tail", "/dev/zero"], HostConfig });
    await hungry.start();
    await hungry.wait();
    expect((await hungry.inspect()).State.OOMKilled).toBe(true);
    expect(await building).toMatchObject({ code: "build_failed" });
  });

  test("an app that ran out of memory is said to have, and is started again each time", async () => {
    const { first, pausesMs, state } = await measureAppOutOfMemory(builds, 4);
    expect(first?.kind).toMatchObject({ name: "died", exitCode: 137, outOfMemory: true });
    expect(pausesMs.length).toBeGreaterThanOrEqual(3);
    expect(state).toMatchObject({ restarts: expect.any(Number) });
  });
});
