import type { Config } from "../config.ts";
import { AppError } from "../lib/errors.ts";
import type { Runtime } from "./runtime.ts";

/** The engine that the configuration names; `auto` takes Docker when it answers. */
export async function pickRuntime(
  wanted: Config["runtime"],
  engines: { docker: () => Runtime; process: () => Runtime },
): Promise<Runtime> {
  if (wanted === "process") return engines.process();
  const docker = engines.docker();
  const problem = await docker.problem();
  if (problem === null) return docker;
  if (wanted === "auto") return engines.process();
  throw new AppError({
    code: "docker_unreachable",
    status: 503,
    summary: problem,
    hint: "Or set AUTOSTACK_RUNTIME=process to run without Docker.",
  });
}
