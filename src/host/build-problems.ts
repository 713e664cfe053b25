import { formatBytes } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";
import type { Exhausted } from "./build-groups.ts";
import type { GroupLimits } from "./cgroup.ts";

/** `ranOutOfMemory`: whose memory it was. */
type Evidence = { ranOutOfMemory: Exhausted | null; couldNotFork: boolean };

/** A command that failed because of the limits is said to have; every other problem stays what it is. */
export function explainLimits(problem: unknown, limits: GroupLimits, evidence: Evidence): unknown {
  const isCommands =
    problem instanceof AppError && (problem.code === "build_failed" || problem.code === "build_killed");
  if (!isCommands) return problem;
  if (evidence.ranOutOfMemory === "builds") return outOfMemory(limits, problem);
  if (evidence.ranOutOfMemory === "machine") return machineOutOfMemory(problem);
  return evidence.couldNotFork ? tooManyProcesses(limits, problem) : problem;
}

export const saysNoFork = (line: string): boolean => /fork.*Resource temporarily unavailable|Cannot fork/i.test(line);

function outOfMemory({ memoryBytes }: GroupLimits, cause: AppError): AppError {
  return new AppError(
    {
      code: "build_out_of_memory",
      status: 422,
      summary: `The build ran out of memory: all builds together may use ${formatBytes(memoryBytes)}. ${cause.summary}`,
      hint: "Let it do less at once (fewer workers, a smaller bundle), or raise AUTOSTACK_BUILD_MEMORY.",
    },
    { cause },
  );
}

function machineOutOfMemory(cause: AppError): AppError {
  return new AppError(
    {
      code: "machine_out_of_memory",
      status: 422,
      summary: `The machine ran out of memory, and a build is the first to be ended then. ${cause.summary}`,
      hint: "Deploy again when less runs, let previews sleep, or add memory or swap to the machine.",
    },
    { cause },
  );
}

function tooManyProcesses({ pids }: GroupLimits, cause: AppError): AppError {
  return new AppError(
    {
      code: "build_too_many_processes",
      status: 422,
      summary: `The build wanted more than the ${pids} processes that all builds together may have. ${cause.summary}`,
      hint: "Let it run fewer workers, or raise AUTOSTACK_BUILD_PIDS.",
    },
    { cause },
  );
}
