import type { Host } from "../host/host.ts";
import type { Spawned } from "../host/processes.ts";
import { SECOND_MS } from "../lib/time.ts";

const STOP_MS = 7 * SECOND_MS;
const PAUSE_MS = 25;

/** SIGTERM, and SIGKILL to one that does not end by itself. */
export async function endProcess(host: Pick<Host, "processes" | "now" | "sleep">, process: Spawned): Promise<void> {
  const deadline = host.now() + STOP_MS;
  await host.processes.signal(process, "SIGTERM");
  while (await host.processes.isAlive(process)) {
    if (host.now() > deadline) await host.processes.signal(process, "SIGKILL");
    await host.sleep(PAUSE_MS);
  }
}
