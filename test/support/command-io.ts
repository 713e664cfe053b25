import type { Io } from "../../src/commands/command.ts";

/** An `Io` that keeps what a command writes. `interrupt` is the first Ctrl-C. */
export function commandIo(given: Partial<Io> = {}) {
  const written = { out: "", err: "" };
  const stopping = new AbortController();
  const io: Io = {
    env: {},
    cwd: process.cwd(),
    out: (text) => {
      written.out += text;
    },
    err: (text) => {
      written.err += text;
    },
    isTerminal: false,
    columns: 80,
    signal: stopping.signal,
    input: { isTerminal: false, readAll: async () => "", readHidden: async () => null },
    ...given,
  };
  return { io, written, interrupt: () => stopping.abort() };
}
