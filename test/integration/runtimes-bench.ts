import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DockerEngine } from "#src/host/docker-engine.ts";
import { realFiles } from "#src/host/files.ts";
import { realProcesses } from "#src/host/real-processes.ts";
import { completePlan } from "#src/plans/detector.ts";
import type { AppPlan } from "#src/plans/plan.ts";
import { DockerRuntime } from "#src/runtimes/docker.ts";
import { ProcessRuntime } from "#src/runtimes/process.ts";
import { inheritedFrom } from "#src/runtimes/process-environment.ts";
import type { Artifact, BuildLimits, BuildRequest, Limits, Runtime, StartRequest } from "#src/runtimes/runtime.ts";

export const SOCKET = process.env.AUTOSTACK_DOCKER ?? "/var/run/docker.sock";

export const LIMITS: Limits = {
  memoryBytes: 256_000_000,
  cpus: 1,
  pids: 200,
  logBytes: 1_000_000,
  buildTimeoutMs: 120_000,
};

/** Generous: the Engine that the tests run on may build for others too. */
export const BUILD_LIMITS: BuildLimits = { memoryBytes: 2_000_000_000, cpus: 1.5, pids: 1024 };

export const NODE_PLAN: AppPlan = completePlan(".", {
  kind: "server",
  language: "javascript",
  runtime: { name: "node", version: "22", from: "test" },
  start: "node server.js",
  port: 3000,
  health: "/",
});

/** A server that says who it is, and does on request what goes wrong in the world. */
export const NODE_SERVER = `
const { createServer } = require("node:http");
process.on("SIGTERM", () => { console.log("bye"); process.exit(0); });
createServer((request, response) => {
  if (request.url === "/crash") process.exit(3);
  if (request.url === "/env") return response.end(JSON.stringify(process.env));
  response.end(\`hello from \${process.pid}\`);
}).listen(process.env.PORT, process.env.BIND ?? "0.0.0.0", () => console.log("listening"));
console.error("starting");
`;

/** One engine with a name of its own for all that it makes, and a folder that goes with it. */
export class RuntimeBench {
  readonly id = `test-${crypto.randomUUID().slice(0, 8)}`;
  readonly docker: DockerEngine;
  readonly lines: string[] = [];
  readonly #artifacts: Artifact[] = [];
  readonly #kind: Runtime["name"];
  #folder: string | null = null;
  #runtime: Runtime | null = null;

  constructor(kind: Runtime["name"], socket = SOCKET) {
    this.#kind = kind;
    this.docker = new DockerEngine(socket);
  }

  get folder(): string {
    if (this.#folder === null) throw new Error("the bench is not open");
    return this.#folder;
  }

  get runtime(): Runtime {
    if (this.#runtime === null) throw new Error("the bench is not open");
    return this.#runtime;
  }

  async open(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), `autostack-${this.id}-`));
    this.#runtime = this.newRuntime();
  }

  /** Another AutoStack on the same engine and data. */
  newRuntime(keepRunning = false): Runtime {
    const sitesFolder = join(this.folder, "sites");
    const host = { docker: this.docker, files: realFiles, processes: realProcesses, now: Date.now, sleep };
    if (this.#kind === "docker") return new DockerRuntime(host, { installation: this.id, sitesFolder, keepRunning });
    const environment = inheritedFrom(process.env);
    const options = { installation: this.id, folder: this.folder, sitesFolder, environment, keepRunning };
    return new ProcessRuntime(host, options);
  }

  async close(): Promise<void> {
    const { runtime } = this;
    await Promise.all((await runtime.list()).map(({ name }) => runtime.stop(name, 0)));
    await runtime.close();
    await runtime.removeNetwork(this.id);
    for (const artifact of this.#artifacts) await runtime.removeArtifact(artifact);
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes a source tree and asks for its build. */
  async request(
    name: string,
    contents: Record<string, string>,
    plan: Partial<AppPlan> = {},
    more: Partial<BuildRequest> = {},
  ): Promise<BuildRequest> {
    const workspace = join(this.folder, "workspaces", name);
    for (const [path, content] of Object.entries(contents)) {
      await realFiles.makeFolder(dirname(join(workspace, path)));
      await realFiles.writeAtomically(join(workspace, path), content);
    }
    return {
      labels: this.labels(name),
      name: `${this.id}-${name}`,
      workspace,
      plan: { ...NODE_PLAN, ...plan },
      variables: {},
      limits: { ...LIMITS, build: BUILD_LIMITS },
      claim: () => {},
      log: (_stream, text) => this.lines.push(text),
      signal: new AbortController().signal,
      ...more,
    };
  }

  async build(...request: Parameters<RuntimeBench["request"]>): Promise<Artifact> {
    const artifact = await this.runtime.build(await this.request(...request));
    this.#artifacts.push(artifact);
    return artifact;
  }

  startRequest(name: string, artifact: Artifact, more: Partial<StartRequest> = {}): StartRequest {
    return {
      labels: this.labels(name),
      name: `${this.id}-${name}-web`,
      network: this.id,
      service: "web",
      artifact,
      command: null,
      port: 3000,
      variables: {},
      limits: LIMITS,
      ...more,
    };
  }

  labels(deployment: string) {
    return { installation: this.id, team: "team1", project: "project1", environment: "production", deployment };
  }
}

export const sleep = (durationMs: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, durationMs);
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });

/** Asks again until there is an answer that will do. */
export async function eventually<Value>(
  ask: () => Promise<Value>,
  accept: (value: Value) => boolean = Boolean,
  withinMs = 15_000,
): Promise<Value> {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await ask();
    if (accept(value)) return value;
    if (Date.now() > until) throw new Error(`still ${JSON.stringify(value)} after ${withinMs} ms`);
    await Bun.sleep(50);
  }
}

/** The text at an instance's address, as soon as it answers. */
export function answer(instance: { address: string | null; port: number | null }, path = "/"): Promise<string> {
  const url = `http://${instance.address}:${instance.port}${path}`;
  return eventually(() =>
    fetch(url)
      .then((response) => response.text())
      .catch(() => ""),
  );
}
