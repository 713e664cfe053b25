import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { realFiles } from "#src/host/files.ts";
import { realProcesses } from "#src/host/real-processes.ts";
import { ProcessRuntime } from "#src/runtimes/process.ts";
import { answer, eventually, LIMITS, NODE_SERVER, RuntimeBench, sleep } from "./runtimes-bench.ts";
import { runtimeContract } from "./runtimes-contract.ts";
import { watchContract } from "./runtimes-watch-contract.ts";

runtimeContract("process");
watchContract("process");

describe("the process runtime alone", () => {
  const bench = new RuntimeBench("process");
  beforeAll(() => bench.open());
  afterAll(() => bench.close());

  const host = { files: realFiles, processes: realProcesses, now: Date.now, sleep };
  const options = (more = {}) => ({
    installation: bench.id,
    folder: join(bench.folder, "own"),
    sitesFolder: join(bench.folder, "sites"),
    environment: { PATH: process.env.PATH ?? "" },
    keepRunning: true,
    ...more,
  });

  test("services outlive AutoStack when they may, are found again and started again", async () => {
    const before = new ProcessRuntime(host, options());
    const artifact = await before.build(await bench.request("outlive", { "server.js": NODE_SERVER }));
    const instance = await before.start(bench.startRequest("outlive", artifact));
    const hello = await answer(instance);
    await before.close();

    const after = new ProcessRuntime(host, options({ keepRunning: false }));
    try {
      await after.resume();
      expect(await after.list()).toEqual([instance]);
      expect(await answer(instance)).toBe(hello);
      await fetch(`http://${instance.address}:${instance.port}/crash`).catch(() => null);
      await eventually(
        () => answer(instance),
        (text) => text !== hello,
      );
    } finally {
      await after.close();
    }
    expect(await after.inspect(instance.name)).toMatchObject({ name: "exited" });
  });

  test("services that ended with AutoStack answer again at the same place when it is back", async () => {
    const before = new ProcessRuntime(host, options({ keepRunning: false }));
    const artifact = await before.build(await bench.request("back", { "server.js": NODE_SERVER }));
    const instance = await before.start(bench.startRequest("back", artifact));
    await answer(instance);
    await before.close();
    const after = new ProcessRuntime(host, options({ keepRunning: false }));
    try {
      await after.resume();
      expect(await answer(instance)).toStartWith("hello from ");
    } finally {
      await after.stop(instance.name, 1000);
      await after.close();
    }
  });

  test("closing ends everything that services have started", async () => {
    const runtime = new ProcessRuntime(host, options({ keepRunning: false }));
    const artifact = await runtime.build(await bench.request("family", { "server.js": "" }));
    await runtime.start(bench.startRequest("family", artifact, { command: "sleep 64.5 & sleep 64.5 & wait" }));
    await eventually(running, (count) => count === 2);
    await runtime.close();
    await eventually(running, (count) => count === 0);
  });

  test("names the program that a plan needs and the machine lacks", async () => {
    const build = bench.build("missing", { "main.x": "" }, { build: "no-such-program-here --version" });
    await expect(build).rejects.toMatchObject({
      code: "program_missing",
      summary: "The program no-such-program-here is not on this machine.",
    });
  });

  test("sends a project with a Dockerfile to Docker", async () => {
    const build = bench.build("dockerfile", { Dockerfile: "FROM scratch" }, { dockerfile: "Dockerfile" });
    await expect(build).rejects.toMatchObject({ code: "needs_docker", status: 422 });
  });

  test("is Bun itself where a plan needs Bun and the machine has none", async () => {
    const processes = { ...realProcesses, which: (program: string) => (program === "bun" ? null : Bun.which(program)) };
    const runtime = new ProcessRuntime(
      { ...host, processes },
      options({ folder: join(bench.folder, "without-bun"), environment: { PATH: "/usr/bin:/bin" } }),
    );
    const request = await bench.request(
      "bun",
      { "main.ts": "" },
      { build: "bun -e 'console.log(\"bun\", Bun.version)'" },
    );
    await runtime.build(request);
    expect(bench.lines).toContain(`bun ${Bun.version}`);
  });

  test("keeps a service's variables to itself", async () => {
    const runtime = new ProcessRuntime(host, options({ keepRunning: false }));
    const artifact = await runtime.build(await bench.request("private", { "server.js": NODE_SERVER }));
    const { name } = await runtime.start(bench.startRequest("private", artifact, { variables: { TOKEN: "t" } }));
    const { mode } = await stat(join(bench.folder, "own", "run", `${name}.json`));
    expect(mode & 0o077).toBe(0);
    await runtime.close();
  });

  test("keeps a service's log below its size while the service writes on", async () => {
    const limits = { ...LIMITS, logBytes: 20_000 };
    const artifact = await bench.build("chatty", { "server.js": "" });
    const command = "i=0; while true; do i=$((i+1)); echo a line of some length, number $i; sleep 0.001; done";
    const { name } = await bench.runtime.start(bench.startRequest("chatty", artifact, { command, limits }));
    const log = join(bench.folder, "run", `${name}.log`);
    const size = async () => (await stat(log)).size;
    await eventually(size, (bytes) => bytes > 12_000);
    const all: string[] = [];
    const signal = AbortSignal.timeout(5000);
    for await (const { text } of bench.runtime.logs(name, { follow: true, tail: 0, after: null, signal }))
      all.push(text);
    expect(await size()).toBeLessThan(40_000);
    expect(all.length).toBeGreaterThan(500);
  });
});

async function running(): Promise<number> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) =>
      Bun.file(`/proc/${pid}/cmdline`)
        .text()
        .catch(() => ""),
    ),
  );
  return lines.filter((line) => line === "sleep\x0064.5\x00").length;
}
