import type { Config } from "../config.ts";
import type { Runtime } from "./runtime.ts";

/**
 * The engine that the configuration names; `auto` takes Docker when it answers. Where there are images already nothing else could run
 * them, so then it is Docker also while it does not answer.
 */
export async function pickRuntime(
  wanted: Config["runtime"],
  needsDocker: boolean,
  engines: { docker: () => Runtime; process: () => Runtime },
): Promise<Runtime> {
  if (wanted === "process") return engines.process();
  const docker = engines.docker();
  if (wanted === "docker" || needsDocker) return docker;
  return (await docker.problem()) === null ? docker : engines.process();
}
