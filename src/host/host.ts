import type { Archives } from "./archive.ts";
import type { Docker } from "./docker.ts";
import type { Files } from "./files.ts";
import type { Git } from "./git.ts";
import type { Processes } from "./processes.ts";

/** What a request to an address told: an HTTP status, or why there was no answer. */
export type ProbeResult =
  | { kind: "answered"; status: number }
  | { kind: "refused" }
  | { kind: "timeout" }
  | { kind: "failed"; reason: string };

/** Everything that touches the machine. Production passes the real one, unit tests a fake that records what was done. */
export type Host = {
  now(): number;
  /** Ends early, without an error, when `signal` aborts. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
  /** One TCP connection, closed at once. */
  probeTcp(address: string, port: number, timeoutMs: number): Promise<ProbeResult>;
  /** One GET that follows no redirect and reads no body. */
  probeHttp(url: string, timeoutMs: number, headers?: Record<string, string>): Promise<ProbeResult>;
  files: Files;
  processes: Processes;
  git: Git;
  archives: Archives;
  docker: Docker;
};
