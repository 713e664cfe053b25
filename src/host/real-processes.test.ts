import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processEntry } from "./process-table.ts";
import type { Spawned } from "./processes.ts";
import { realProcesses } from "./real-processes.ts";

const PATH = process.env.PATH ?? "";
const { run, spawn } = realProcesses;
const shell = (script: string, options = {}) => run(["sh", "-c", script], { env: { PATH }, ...options });

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const end = Date.now() + 5000; !(await condition()); await Bun.sleep(10)) {
    if (Date.now() > end) throw new Error("it never came true");
  }
}

describe("running a program to its end", () => {
  test("tells its exit code and both streams, line by line", async () => {
    const lines: string[] = [];
    const onLine = (stream: string, line: string) => lines.push(`${stream}: ${line}`);
    const result = await shell("echo one; echo two >&2; printf three; exit 3", { onLine });
    expect(result).toEqual({ exitCode: 3, out: "one\nthree\n", err: "two\n" });
    expect(lines.sort()).toEqual(["err: two", "out: one", "out: three"]);
  });

  test("hands on the given environment and nothing else", async () => {
    process.env.AUTOSTACK_TEST_LEAK = "leak";
    const { out } = await run(["env"], { env: { PATH, COLOUR: "red" } });
    delete process.env.AUTOSTACK_TEST_LEAK;
    expect(out).toContain("COLOUR=red");
    expect(out).not.toContain("AUTOSTACK_TEST_LEAK");
  });

  test("hands it what it is to read, of any size, also when it does not want it", async () => {
    const input = "x".repeat(3_000_000);
    expect((await run(["wc", "-c"], { env: { PATH }, input })).out.trim()).toBe("3000000");
    expect((await run(["cat"], { env: { PATH } })).out).toBe("");
    expect((await run(["true"], { env: { PATH }, input })).exitCode).toBe(0);
  });

  test("reads no argument as a shell would", async () => {
    const { out } = await run(["echo", "$(id); `id` && id"], { env: { PATH } });
    expect(out).toBe("$(id); `id` && id\n");
  });

  test("keeps the end of a long output", async () => {
    const { out } = await shell("i=0; while [ $i -lt 9000 ]; do i=$((i+1)); echo 0123456789 line $i; done");
    expect(out.length).toBeLessThanOrEqual(64_000);
    expect(out).toEndWith("line 9000\n");
  });

  test("an abort ends everything that the program has started", async () => {
    const abort = new AbortController();
    let child = 0;
    const onLine = (_: string, line: string) => {
      child = Number(line);
      abort.abort();
    };
    const work = shell("sleep 65.5 & echo $!; wait", { signal: abort.signal, onLine });
    await expect(work).rejects.toHaveProperty("name", "AbortError");
    await until(async () => (await processEntry(child)) === null);
  });

  test("a time-out says so", async () => {
    await expect(shell("sleep 65.5", { timeoutMs: 50 })).rejects.toMatchObject({ code: "command_timeout" });
  });

  test("a program that ignores SIGTERM is killed", async () => {
    const before = Date.now();
    const work = shell("trap '' TERM; while true; do sleep 0.05; done", { timeoutMs: 200 });
    await expect(work).rejects.toMatchObject({ code: "command_timeout" });
    expect(Date.now() - before).toBeLessThan(8000);
  });

  test("what it leaves in the background neither holds it up nor stays", async () => {
    const { out } = await shell("sleep 66.5 & echo $!");
    await until(async () => (await processEntry(Number(out))) === null);
  });

  test("names a program that is not there", async () => {
    const work = run(["no-such-program"], { env: { PATH } });
    await expect(work).rejects.toMatchObject({
      code: "program_missing",
      summary: expect.stringContaining("no-such-program"),
    });
  });
});

describe("a program that runs on", () => {
  let folder: string;
  const started: Spawned[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "autostack-processes-"));
  });
  afterEach(async () => {
    for (const one of started.splice(0)) await realProcesses.signal(one, "SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  async function begin(script: string): Promise<Spawned> {
    const spawned = await spawn(["sh", "-c", script], { cwd: folder, env: { PATH }, logFile: join(folder, "log") });
    started.push(spawned);
    return spawned;
  }

  test("leads a group of its own and appends to its log", async () => {
    const first = await begin("echo first");
    await until(() => realProcesses.exitCode(first) === 0);
    const second = await begin("echo second; sleep 60");
    expect(await processEntry(second.pid)).toMatchObject({ group: second.pid, session: second.pid });
    await until(async () => (await readFile(join(folder, "log"), "utf8")) === "first\nsecond\n");
    expect(await realProcesses.isAlive(second)).toBe(true);
    expect(realProcesses.exitCode(second)).toBeNull();
  });

  test("is told from a later process with the same id", async () => {
    const spawned = await begin("sleep 60");
    const stranger = { ...spawned, startedAt: "1" };
    expect(await realProcesses.isAlive(stranger)).toBe(false);
    await realProcesses.signal(stranger, "SIGKILL");
    expect(await realProcesses.isAlive(spawned)).toBe(true);
  });

  test("is signalled with all that it has started, and with no error when it is gone", async () => {
    const spawned = await begin("sleep 60 & sleep 60 & wait");
    await realProcesses.signal(spawned, "SIGTERM");
    await until(async () => !(await realProcesses.isAlive(spawned)));
    await until(() => realProcesses.exitCode(spawned) === 143);
    await realProcesses.signal(spawned, "SIGKILL");
  });

  test("shows where it listens, also through a child", async () => {
    const port = await realProcesses.freePort();
    const server = `require("node:net").createServer().listen(${port}, "127.0.0.1")`;
    const spawned = await begin(`'${process.execPath}' -e '${server}' & wait`);
    await until(() => answers(port));
    expect(await realProcesses.listening(spawned)).toEqual([{ port, loopbackOnly: true }]);
  });
});

test("two free ports are different and nobody listens on them", async () => {
  const ports = await Promise.all([realProcesses.freePort(), realProcesses.freePort()]);
  expect(new Set(ports).size).toBe(2);
  expect(await answers(ports[0])).toBe(false);
});

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
