/** What a command sees of the process that it runs in; a test passes its own. */
export type Io = {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  /** Standard output: what was asked for. Text is written as it is; a line ends itself. */
  out(text: string): void;
  /** Standard error: progress, notes and errors. */
  err(text: string): void;
  /** Whether standard error is a terminal, so that a line of progress can be redrawn. */
  isTerminal: boolean;
  columns: number;
  /** Aborts at the first Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  input: Input;
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
};

export type Input = {
  isTerminal: boolean;
  /** Standard input to its end. */
  readAll(): Promise<string>;
  /** One line from the terminal that is not shown while it is typed; `null` after Ctrl-C. */
  readHidden(prompt: string): Promise<string | null>;
};

export type Command = {
  name: string;
  /** One line for `autostack --help`. */
  summary: string;
  /** All of `autostack <name> --help`. */
  help: string;
  /** Resolves to the exit code. */
  run(args: string[], io: Io): Promise<number>;
};
