import { AppError } from "../lib/errors.ts";

/** What the exit code of a command says. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  unreachable: 3,
  refused: 4,
  interrupted: 130,
} as const;

export const EXIT_CODES_HELP = `Exit codes:
    0  it worked
    1  it failed: a failed deployment, a problem that was found, an answer that says no
    2  the command line or a setting is wrong
    3  the server cannot be reached
    4  not signed in, or not allowed
  130  interrupted by Ctrl-C; a deployment that has begun goes on`;

/** A command line that cannot be understood. */
export function wrongUsage(summary: string, hint?: string): AppError {
  return new AppError({ code: "wrong_usage", status: 400, summary, ...(hint !== undefined && { hint }) });
}

export function unreachable(summary: string, hint: string, cause?: unknown): AppError {
  return new AppError({ code: "server_unreachable", status: 503, summary, hint }, { cause });
}

export function exitCodeOf(error: unknown): number {
  if (!(error instanceof AppError)) return EXIT.failed;
  if (error.code === "wrong_usage" || error.code === "wrong_setting") return EXIT.usage;
  if (error.code === "interrupted") return EXIT.interrupted;
  if (error.code === "server_unreachable") return EXIT.unreachable;
  return error.status === 401 || error.status === 403 ? EXIT.refused : EXIT.failed;
}
