import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventually } from "../../test/support/eventually.ts";
import { processEntry } from "./process-table.ts";
import { recordedProcesses } from "./real-processes.ts";

const PATH = process.env.PATH ?? "";

let folder: string;
let commands: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "autostack-left-"));
  commands = join(folder, "commands");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const hasEnded = async (pid: number) => [undefined, "Z"].includes((await processEntry(pid))?.state);

/** A program that runs a command as AutoStack does and is killed in the middle of it; gives the ids of all that it left. */
async function killedInTheMiddle(script: string): Promise<number[]> {
  const program = `
    import { recordedProcesses } from ${JSON.stringify(join(import.meta.dir, "real-processes.ts"))};
    await recordedProcesses(${JSON.stringify(commands)}).run(["sh", "-c", process.argv[1]], { env: { PATH: process.env.PATH } });
  `;
  const child = Bun.spawn([process.execPath, "-e", program, script], { stdout: "inherit", stderr: "inherit" });
  const written = async () => (await readFile(join(folder, "pids"), "utf8")).endsWith("end\n");
  await eventually("the command's start", written);
  child.kill("SIGKILL");
  await child.exited;
  return (await readFile(join(folder, "pids"), "utf8")).trim().split(/\s+/).slice(0, -1).map(Number);
}

/** A sleeper beside its shell, whose ids the test can read. */
const sleeping = () => `sleep 987 & echo $$ $! end > ${folder}/pids; wait`;

describe("commands that are recorded", () => {
  test("run as others do: their output, exit code and time limit", async () => {
    const { run } = recordedProcesses(commands);
    const result = await run(["sh", "-c", 'echo "$1"; exit 3', "sh", "$(id) 'a b'"], { env: { PATH } });
    expect(result).toEqual({ exitCode: 3, out: "$(id) 'a b'\n", err: "" });
    const late = run(["sleep", "987"], { env: { PATH }, timeoutMs: 50 });
    await expect(late).rejects.toHaveProperty("code", "command_timeout");
    await expect(run(["no-such-program"], { env: { PATH } })).rejects.toHaveProperty("code", "program_missing");
    expect(await readdir(commands)).toEqual([]);
  });

  test("are ended by the next AutoStack when theirs was killed, with all that they have started", async () => {
    const left = await killedInTheMiddle(sleeping());
    expect(left).toHaveLength(2);
    expect(await Promise.all(left.map(hasEnded))).toEqual([false, false]);
    await recordedProcesses(commands).endLeft();
    for (const pid of left) await eventually(`the end of ${pid}`, () => hasEnded(pid));
    expect(await readdir(commands)).toEqual([]);
  });

  test("of before the machine's start, or whose id is a stranger's by now, end nobody", async () => {
    const stranger = Bun.spawn(["sleep", "987"], { detached: true });
    try {
      const stat = await readFile(`/proc/${stranger.pid}/stat`, "utf8");
      const boot = (await readFile("/proc/sys/kernel/random/boot_id", "utf8")).trim();
      const fields = stat.trim().split(" ");
      const older = fields.with(21, "1").join(" ");
      await mkdir(commands);
      const records = {
        "other-boot": `0-0 ${stat}`,
        "other-time": `${boot} ${older}\n`,
        empty: "",
        nonsense: "x y z\n",
      };
      for (const [name, text] of Object.entries(records)) await writeFile(join(commands, name), text);
      await recordedProcesses(commands).endLeft();
      expect(await hasEnded(stranger.pid)).toBe(false);
      expect(await readdir(commands)).toEqual([]);
    } finally {
      stranger.kill("SIGKILL");
      await stranger.exited;
    }
  });

  test("are none where there never was one", () =>
    expect(recordedProcesses(commands).endLeft()).resolves.toBeUndefined());
});
