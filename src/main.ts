import type { Io } from "./commands/command.ts";
import { dispatch } from "./commands/dispatch.ts";
import { EXIT } from "./commands/exit.ts";
import { readHiddenLine, readStandardInput } from "./host/terminal.ts";

const stopping = new AbortController();

/** The first signal asks the command to end, the second ends it. */
function stop(): void {
  if (stopping.signal.aborted) process.exit(EXIT.interrupted);
  stopping.abort();
}

process.on("SIGINT", stop);
process.on("SIGTERM", stop);
// `autostack logs | head` closes the pipe when it has seen enough.
process.stdout.on("error", () => process.exit(EXIT.ok));

const io: Io = {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  columns: process.stderr.columns || 80,
  signal: stopping.signal,
  input: {
    isTerminal: process.stdin.isTTY === true,
    readAll: readStandardInput,
    readHidden: readHiddenLine,
  },
};

process.exit(await dispatch(process.argv.slice(2), io));
