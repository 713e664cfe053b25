import { closeSync, openSync } from "node:fs";
import { createServer } from "node:net";
import { AppError } from "../lib/errors.ts";
import { splitLines } from "../lib/lines.ts";
import { formatDuration } from "../lib/time.ts";
import { limitCommands, whyCommandsUnlimited } from "./build-command.ts";
import { CommandRecords } from "./left-commands.ts";
import { connectionsTo, groupListeners, groupUsage, isRunning, signalGroup, startTime } from "./process-table.ts";
import type { Processes, RunOptions, RunResult, Spawned, SpawnOptions } from "./processes.ts";

const TAIL_CHARACTERS = 64_000;
const KILL_AFTER_MS = 3000;
/** Whoever has left the program's group and could not be ended may hold its output open. What it had written itself is long there. */
const LAST_WORDS_MS = 2000;

/** Programs that this AutoStack started and that have ended, by id and start time. */
const exitCodes = new Map<string, number>();

export const realProcesses: Processes = {
  run: (argv, options) => run(argv, options),
  endLeft: () => Promise.resolve(),
  limitBuild: (limits) => limitCommands(limits),
  buildLimits: whyCommandsUnlimited,
  spawn,
  isAlive: isRunning,
  signal: signalGroup,
  exitCode: (process) => exitCodes.get(keyOf(process)) ?? null,
  listening: groupListeners,
  connections: connectionsTo,
  usage: groupUsage,
  which: (program) => Bun.which(program),
  freePort,
};

/** Commands are recorded in a folder while they run. A command outlives an AutoStack that is killed; the next one ends it. */
export function recordedProcesses(folder: string): Processes {
  const records = new CommandRecords(folder);
  const runRecorded: Processes["run"] = async (argv, options = {}) => {
    const { argv: recorded, forget } = await records.record(resolveProgram(argv, options.env));
    return run(recorded, options).finally(forget);
  };
  const limitRecorded: Processes["limitBuild"] = async (limits) => {
    const name = crypto.randomUUID();
    const { forget } = await records.recordGroup(name);
    const build = await limitCommands(limits, name);
    return { ...build, end: () => build.end().finally(forget) };
  };
  return { ...realProcesses, run: runRecorded, limitBuild: limitRecorded, endLeft: () => records.endAll() };
}

const keyOf = ({ pid, startedAt }: Spawned) => `${pid}:${startedAt}`;

async function run(argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  options.signal?.throwIfAborted();
  const child = Bun.spawn(resolveProgram(argv, options.env), {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    env: options.env ?? {},
    stdin: options.input === undefined ? "ignore" : new Blob([options.input]),
    stdout: "pipe",
    stderr: "pipe",
    detached: true,
  });
  const group = { pid: child.pid, startedAt: await startTime(child.pid) };
  const outputs = [collect(child.stdout, "out", options), collect(child.stderr, "err", options)];
  const end = endingOf(group, child.exited, options);
  const exitCode = await child.exited;
  // What a command left in the background would hold its output open for ever.
  await signalGroup(group, "SIGKILL");
  await options.endRest?.();
  const [out = "", err = ""] = await lastWords(outputs);
  end.throwIfEnded();
  return { exitCode, out, err };
}

/** Ends the whole group on abort and on time-out, politely first. */
function endingOf(group: Spawned, exited: Promise<number>, { signal, timeoutMs }: RunOptions) {
  const timeout = timeoutMs === undefined ? null : AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout].filter((one) => one !== null && one !== undefined));
  const end = async () => {
    await signalGroup(group, "SIGTERM");
    const isGone = await Promise.race([exited.then(() => true), Bun.sleep(KILL_AFTER_MS).then(() => false)]);
    if (!isGone) await signalGroup(group, "SIGKILL");
  };
  const onAbort = () => void end();
  either.addEventListener("abort", onAbort, { once: true });
  return {
    throwIfEnded() {
      either.removeEventListener("abort", onAbort);
      signal?.throwIfAborted();
      if (timeout?.aborted) throw tookTooLong(timeoutMs ?? 0);
    },
  };
}

function tookTooLong(timeoutMs: number): AppError {
  return new AppError({
    code: "command_timeout",
    status: 422,
    summary: `A command took longer than ${formatDuration(timeoutMs)} and was ended.`,
    hint: "Look in the log for the command that hangs.",
  });
}

/** Keeps the end of a stream and hands each line on as it comes. After `stop` nothing more is waited for. */
function collect(stream: ReadableStream<Uint8Array>, name: "out" | "err", { onLine }: RunOptions) {
  const reader = stream.getReader();
  const read = async () => {
    let tail = "";
    for await (const line of splitLines(chunksOf(reader))) {
      onLine?.(name, line);
      tail += `${line}\n`;
      if (tail.length > 2 * TAIL_CHARACTERS) tail = tail.slice(-TAIL_CHARACTERS);
    }
    return tail.slice(-TAIL_CHARACTERS);
  };
  return { text: read(), stop: () => void reader.cancel().catch(() => {}) };
}

async function lastWords(outputs: readonly ReturnType<typeof collect>[]): Promise<string[]> {
  const late = setTimeout(() => {
    for (const { stop } of outputs) stop();
  }, LAST_WORDS_MS);
  const texts = await Promise.all(outputs.map(({ text }) => text));
  clearTimeout(late);
  return texts;
}

type Reader = { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> };

async function* chunksOf(reader: Reader): AsyncGenerator<Uint8Array> {
  for (;;) {
    const { done, value } = await reader.read();
    if (done || !value) return;
    yield value;
  }
}

async function spawn(argv: readonly string[], { cwd, env, logFile }: SpawnOptions): Promise<Spawned> {
  const command = resolveProgram(argv, env);
  const log = openSync(logFile, "a", 0o600);
  try {
    const child = Bun.spawn(command, { cwd, env, stdin: "ignore", stdout: log, stderr: log, detached: true });
    child.unref();
    const spawned = { pid: child.pid, startedAt: await startTime(child.pid) };
    void child.exited.then((code) => exitCodes.set(keyOf(spawned), code));
    return spawned;
  } finally {
    closeSync(log);
  }
}

/** The program is looked up on the `PATH` that it will itself see. */
function resolveProgram(argv: readonly string[], env: Record<string, string> | undefined): string[] {
  const [program = "", ...rest] = argv;
  const path = Bun.which(program, { PATH: env?.PATH ?? process.env.PATH ?? "" });
  if (path) return [path, ...rest];
  throw new AppError({
    code: "program_missing",
    status: 422,
    summary: `The program ${program} is not on this machine.`,
    hint: `Install ${program}, or use Docker, which brings it along.`,
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
