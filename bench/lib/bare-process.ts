import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realProcesses } from "../../src/host/real-processes.ts";
import { untilPage } from "./until.ts";

/** The least that a deployment without Docker can be: the example's files are copied, its program is started, and it answers. */
export async function deployBareProcess(example: string, command: readonly string[]): Promise<number> {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "autostack-bench-"));
  const port = await realProcesses.freePort();
  await cp(join(import.meta.dir, "../../examples", example), folder, { recursive: true });
  const program = Bun.spawn([...command], {
    cwd: folder,
    env: { ...process.env, PORT: String(port) },
    stdout: "ignore",
    stderr: "ignore",
  });
  try {
    await untilPage(`http://127.0.0.1:${port}/`, (page) => page !== "");
    return performance.now() - began;
  } finally {
    program.kill("SIGKILL");
    await program.exited;
    await rm(folder, { recursive: true, force: true });
  }
}
