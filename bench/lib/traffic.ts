import { join } from "node:path";

/** The host that is asked for, and how often, at an edge on this machine. `simple`: pages only, no bodies and no held lines. */
export type TrafficWish = { edgePort: number; hostname: string; rate: number; simple?: boolean };
/** What was held open: how much came over it, the longest silence, and after how long each break came. */
export type HeldLine = { messages: number; longestGapMs: number; brokenAfterMs: number[] };
export type TrafficResult = {
  requests: number;
  posts: number;
  lost: number;
  /** The first few, in words. */
  losses: string[];
  p50Ms: number;
  p99Ms: number;
  slowestMs: number;
  /** How long after its time a request was sent, at most: what this machine's load did to the visitors themselves. */
  latestMs: number;
  events: HeldLine;
  socket: HeldLine;
};

/** Visitors of an app, in a process of their own: constant requests over kept connections, some with bodies, and two lines held open. */
export class Traffic {
  readonly #child: Bun.Subprocess<"pipe", "pipe", "inherit">;

  constructor(wish: TrafficWish) {
    const argv = [process.execPath, join(import.meta.dir, "visitors.ts"), JSON.stringify(wish)];
    this.#child = Bun.spawn(argv, { stdin: "pipe", stdout: "pipe", stderr: "inherit" });
  }

  /** Resolves once the last request has been answered. */
  async stop(): Promise<TrafficResult> {
    await this.#child.stdin.end();
    return JSON.parse(await this.#child.stdout.text()) as TrafficResult;
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }
}
