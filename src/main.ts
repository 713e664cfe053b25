import type { Io } from "./commands/command.ts";
import { dispatch } from "./commands/dispatch.ts";
import { EXIT } from "./commands/exit.ts";
import { Output, readHiddenLine, readStandardInput } from "./host/terminal.ts";

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

const out = new Output(process.stdout);
const err = new Output(process.stderr);
const io: Io = {
  env: process.env,
  cwd: process.cwd(),
  out: out.write,
  err: err.write,
  isTerminal: process.stderr.isTTY === true,
  columns: process.stderr.columns || 80,
  signal: stopping.signal,
  input: {
    isTerminal: process.stdin.isTTY === true,
    readAll: readStandardInput,
    readHidden: readHiddenLine,
  },
};

const code = await dispatch(process.argv.slice(2), io);
await Promise.all([out.flush(), err.flush()]);
process.exit(code);
