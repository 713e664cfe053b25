import { once } from "node:events";
import { splitLines } from "../lib/lines.ts";

const ENTER = /[\r\n]/;
const CTRL_C = "\x03";
const CTRL_D = "\x04";
const ERASE = new Set(["\x7f", "\b"]);

/** A stream that may be a pipe with a slow reader: what it has not taken yet is lost when the process exits. */
export class Output {
  readonly #stream: NodeJS.WriteStream;
  #isFull = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  readonly write = (text: string): void => {
    this.#isFull = !this.#stream.write(text);
  };

  /** Bun calls a write's callback before the pipe has the text, so that only `drain` tells. */
  async flush(): Promise<void> {
    if (this.#isFull) await once(this.#stream, "drain");
  }
}

/** All of standard input, for a program that is piped into. */
export async function readStandardInput(): Promise<string> {
  return (await Array.fromAsync(splitLines(process.stdin, Number.POSITIVE_INFINITY))).join("\n");
}

/** Asks for one line that the terminal does not show while it is typed. `null`: it was broken off by Ctrl-C. */
export async function readHiddenLine(prompt: string): Promise<string | null> {
  const { stdin, stderr } = process;
  stdin.setRawMode(true);
  stdin.resume();
  try {
    // Only now: what is typed after the question must not be echoed.
    stderr.write(prompt);
    return await lineFrom(stdin);
  } finally {
    stdin.setRawMode(false);
    stdin.pause();
    stderr.write("\n");
  }
}

function lineFrom(stdin: NodeJS.ReadStream): Promise<string | null> {
  const { promise, resolve } = Promise.withResolvers<string | null>();
  let line = "";
  const onData = (chunk: Buffer) => {
    for (const key of chunk.toString("utf8")) {
      if (ENTER.test(key) || key === CTRL_D) return resolve(line);
      if (key === CTRL_C) return resolve(null);
      line = ERASE.has(key) ? [...line].slice(0, -1).join("") : line + key;
    }
  };
  stdin.on("data", onData);
  return promise.finally(() => stdin.off("data", onData));
}
