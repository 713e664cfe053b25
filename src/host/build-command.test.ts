import { expect, test } from "bun:test";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { limitCommands } from "./build-command.ts";
import { Cgroups } from "./cgroup.ts";
import { realProcesses } from "./real-processes.ts";

test("without control groups, what keeps a command's output open does not hold it up", async () => {
  const limits = { memoryBytes: 2e9, cpus: 2, pids: 1000 };
  const none = new Cgroups(join(tmpdir(), crypto.randomUUID()));
  const { argv, watch, endRest, end } = await limitCommands(limits, "none", none);
  expect(watch).toBeNull();
  const leaving = "setsid sh -c 'echo $$; exec sleep 987' & sleep 0.2; exit 3";
  const { out, exitCode } = await realProcesses.run(argv(leaving), { env: { PATH: process.env.PATH ?? "" }, endRest });
  await end();
  expect(exitCode).toBe(3);
  const pid = Number(out);
  expect(pid).toBeGreaterThan(1);
  process.kill(pid, "SIGKILL");
});
