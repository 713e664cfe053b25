import type { CommandBuild } from "./build-command.ts";
import type { GroupLimits } from "./cgroup.ts";

export type RunOptions = {
  cwd?: string;
  /** The whole environment of the process. Nothing is inherited except what stands here. */
  env?: Record<string, string>;
  /** What it reads on its standard input, which is empty without. */
  input?: string;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Ends what the command has left outside of its process group; called once it has ended. */
  endRest?: () => Promise<void>;
  onLine?: (stream: "out" | "err", line: string) => void;
};

export type RunResult = { exitCode: number; out: string; err: string };

/** A process group of its own that may outlive AutoStack. `startedAt` (kernel ticks) tells it from a later process with the same id. */
export type Spawned = { pid: number; startedAt: string };

export type SpawnOptions = { cwd: string; env: Record<string, string>; logFile: string };

/** Commands are argv lists: nothing here is ever read by a shell unless the list itself names one. */
export interface Processes {
  /**
   * Runs to the end and keeps the last 64 kB of each stream. Abort and time-out end the whole process group and reject,
   * with the signal's reason or with `command_timeout`; a program that is not there rejects with `program_missing`.
   */
  run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
  /** Ends the commands that an AutoStack which died had under way. Called once, before anything else is run. */
  endLeft(): Promise<void>;
  /** Limits what the commands of a build use, where AutoStack may. */
  limitBuild(limits: GroupLimits): Promise<CommandBuild>;
  /** Why `limitBuild` sets no limits here, or `null`. */
  buildLimits(): Promise<string | null>;
  /** Starts a process group whose output is appended to `logFile`. */
  spawn(argv: readonly string[], options: SpawnOptions): Promise<Spawned>;
  isAlive(process: Spawned): Promise<boolean>;
  /** Signals the whole group. No error when it is gone. */
  signal(process: Spawned, signal: "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT"): Promise<void>;
  /** The exit code when this AutoStack started the process and it has ended; `null` when that cannot be known. */
  exitCode(process: Spawned): number | null;
  /** Ports on which the group listens. */
  listening(process: Spawned): Promise<{ port: number; loopbackOnly: boolean }[]>;
  /** Open TCP connections to a port of this machine. */
  connections(port: number): Promise<number>;
  /** What the whole group uses: processor time since each of its programs began, and memory now. */
  usage(process: Spawned): Promise<{ cpuMs: number; memoryBytes: number }>;
  /** The path of a program, or `null`. */
  which(program: string): string | null;
  freePort(): Promise<number>;
}
