import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import Docker from "dockerode";

const START_MS = 60_000;
const PAUSE_MS = 200;

export type Engine = { socket: string; docker: Docker; stop: () => Promise<void> };

/** The Engine that answers at the socket, else the machine's own, started by hand and stopped at the end. */
export async function findEngine(socket: string, logFolder: string, say: (line: string) => void): Promise<Engine> {
  const docker = new Docker({ socketPath: socket });
  if (await answers(docker)) return { socket, docker, stop: async () => {} };
  if (!Bun.which("dockerd")) throw new Error(`no Docker Engine answers at ${socket} and dockerd is not installed`);
  if (process.getuid?.() !== 0) throw new Error(`no Docker Engine answers at ${socket} and only root can start one`);
  say("Starting the Docker Engine…");
  const stop = await startEngine(docker, ["dockerd", "--host", `unix://${socket}`], join(logFolder, "dockerd.log"));
  return { socket, docker, stop };
}

/** Starts an Engine and waits until it answers. What is given back stops it, with the containerd that it started. */
export async function startEngine(
  docker: Docker,
  argv: readonly string[],
  logFile: string,
  env: Record<string, string | undefined> = process.env,
): Promise<() => Promise<void>> {
  await mkdir(join(logFile, ".."), { recursive: true });
  const log = Bun.file(logFile);
  await log.write("");
  // A group of its own, so that Ctrl-C in the terminal does not end it before the tests have cleaned up.
  const engine = Bun.spawn([...argv], { env, stdin: "ignore", stdout: log, stderr: log, detached: true });
  const stop = async () => {
    engine.kill("SIGTERM");
    await engine.exited;
  };
  const deadline = Date.now() + START_MS;
  while (!(await answers(docker))) {
    if (engine.exitCode === null && Date.now() < deadline) {
      await Bun.sleep(PAUSE_MS);
      continue;
    }
    await stop();
    throw new Error(`the Docker Engine did not start:\n${(await log.text()).slice(-2000)}`);
  }
  return stop;
}

async function answers(docker: Docker): Promise<boolean> {
  try {
    await docker.ping();
    return true;
  } catch {
    return false;
  }
}
