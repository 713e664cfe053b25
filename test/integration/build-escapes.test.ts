import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limitCommands } from "#src/host/build-command.ts";
import { Cgroups } from "#src/host/cgroup.ts";
import { BUILDS_GROUP } from "#src/host/command-group.ts";
import { processEntry } from "#src/host/process-table.ts";
import { realProcesses, recordedProcesses } from "#src/host/real-processes.ts";
import { eventually } from "../support/eventually.ts";

const LIMITS = { memoryBytes: 2e9, cpus: 2, pids: 1000 };
const env = { PATH: process.env.PATH ?? "" };
/** A program that leaves its group and its session, keeps its output open and says which process it is. */
const ESCAPE = "setsid sh -c 'echo $$; exec sleep 987' &";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-escape-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hasEnded = async (pid: number) => [undefined, "Z"].includes((await processEntry(pid))?.state);
const groups = () => new Cgroups().below(BUILDS_GROUP);

describe("what a build's command leaves in a session of its own", () => {
  test("ends with the command, and the command with its own end", async () => {
    const before = await groups();
    const { argv, endRest, end } = await limitCommands(LIMITS);
    const { out } = await realProcesses.run(argv(`${ESCAPE} sleep 0.2`), { env, endRest });
    expect(await hasEnded(Number(out))).toBe(true);
    await end();
    expect(await groups()).toEqual(before);
  });

  test("ends when the build is cancelled", async () => {
    const abort = new AbortController();
    let pid = 0;
    const onLine = (_: string, line: string) => {
      pid = Number(line);
      abort.abort();
    };
    const { argv, endRest, end } = await limitCommands(LIMITS);
    const work = realProcesses.run(argv(`${ESCAPE} wait`), { env, endRest, onLine, signal: abort.signal });
    await expect(work).rejects.toHaveProperty("name", "AbortError");
    expect(await hasEnded(pid)).toBe(true);
    await end();
  });

  test("is ended by the next AutoStack when theirs was killed, and nobody else's builds are", async () => {
    const own = await limitCommands(LIMITS);
    const stranger = Bun.spawn(own.argv("sleep 987"), { env });
    const program = `
      import { recordedProcesses } from ${JSON.stringify(join(import.meta.dir, "../../src/host/real-processes.ts"))};
      const processes = recordedProcesses(${JSON.stringify(join(folder, "commands"))});
      const { argv, endRest } = await processes.limitBuild(${JSON.stringify(LIMITS)});
      await processes.run(argv(process.argv[1]), { env: { PATH: process.env.PATH }, endRest });
    `;
    const script = `setsid sh -c 'echo $$ > ${folder}/draft; mv ${folder}/draft ${folder}/pid; exec sleep 987' & wait`;
    const killed = Bun.spawn([process.execPath, "-e", program, script]);
    await eventually("the command's start", () => existsSync(join(folder, "pid")));
    killed.kill("SIGKILL");
    await killed.exited;
    const pid = Number(await readFile(join(folder, "pid"), "utf8"));
    expect(await hasEnded(pid)).toBe(false);
    await recordedProcesses(join(folder, "commands")).endLeft();
    await eventually("its end", () => hasEnded(pid));
    expect(await readdir(join(folder, "commands"))).toEqual([]);
    expect(await hasEnded(stranger.pid)).toBe(false);
    await own.end();
    await stranger.exited;
  });
});
