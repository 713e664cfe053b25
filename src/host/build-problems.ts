import { formatBytes } from "../lib/bytes.ts";
import { AppError } from "../lib/errors.ts";
import type { GroupLimits } from "./cgroup.ts";

type Evidence = { ranOutOfMemory: boolean; couldNotFork: boolean };

/** A command that failed because of the limits is said to have; every other problem stays what it is. */
export function explainLimits(problem: unknown, limits: GroupLimits, evidence: Evidence): unknown {
  const isCommands =
    problem instanceof AppError && (problem.code === "build_failed" || problem.code === "build_killed");
  if (!isCommands) return problem;
  if (evidence.ranOutOfMemory) return outOfMemory(limits, problem);
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
