import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fillWithDemoData, type SignIn } from "../../scripts/seed/demo-data.ts";
import { openApp } from "../../src/app.ts";
import { readConfig } from "../../src/config.ts";
import { realHost } from "../../src/host/real-host.ts";
import { realProcesses } from "../../src/host/real-processes.ts";

const BINARY = join(import.meta.dir, "../../dist/autostack");
const START_MS = 30_000;

/** What AutoStack works with: engine and edge. */
export type Stack = { runtime: "process" | "docker"; edge: "embedded" | "traefik" };
export const SMALL: Stack = { runtime: "process", edge: "embedded" };
export const LARGE: Stack = { runtime: "docker", edge: "traefik" };

/** Why a stack cannot be measured on this machine, or `null`. */
export async function missingFor({ runtime, edge }: Stack): Promise<string | null> {
  const { docker, traefik, dataFolder } = readConfig(process.env);
  if (edge === "traefik" && realProcesses.which(traefik) === null) return "no Traefik: name it by AUTOSTACK_TRAEFIK";
  return runtime === "docker" ? realHost({ docker, dataFolder }).docker.problem() : null;
}

/** A data folder that goes when the benchmark ends. */
export class DataFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  static async make(): Promise<DataFolder> {
    return new DataFolder(await mkdtemp(join(tmpdir(), "autostack-bench-")));
  }

  /** With 50 projects and 5,000 deployments. */
  static async seeded(): Promise<{ data: DataFolder; signIn: SignIn }> {
    const data = await DataFolder.make();
    const clock = { at: Date.now() };
    const config = readConfig({ AUTOSTACK_DATA: data.path, AUTOSTACK_RUNTIME: "process", AUTOSTACK_EDGE: "embedded" });
    const app = await openApp(config, { ...realHost(config), now: () => clock.at });
    try {
      return { data, signIn: await fillWithDemoData(app, clock, Date.now()) };
    } finally {
      app.db.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** The compiled binary, running on loopback and free ports. */
export class AutoStack {
  readonly url: string;
  readonly edgePort: number;
  /** From exec to the first 200 on /health. */
  readonly startedInMs: number;
  readonly #child: Bun.Subprocess;
  readonly #output: string[];

  private constructor(child: Bun.Subprocess, url: string, edgePort: number, startedInMs: number, output: string[]) {
    this.#child = child;
    this.#output = output;
    this.url = url;
    this.edgePort = edgePort;
    this.startedInMs = startedInMs;
  }

  static async start({ path }: DataFolder, { runtime, edge }: Stack = SMALL): Promise<AutoStack> {
    const port = await realProcesses.freePort();
    const edgePort = edge === "embedded" ? port : await realProcesses.freePort();
    const url = `http://127.0.0.1:${port}`;
    const began = performance.now();
    const child = Bun.spawn([BINARY, "serve"], {
      env: {
        ...process.env,
        ...{ AUTOSTACK_DATA: path, AUTOSTACK_RUNTIME: runtime, AUTOSTACK_EDGE: edge, AUTOSTACK_ON_STOP: "end" },
        ...{ AUTOSTACK_ADDRESS: "127.0.0.1", AUTOSTACK_PORT: String(port), AUTOSTACK_EDGE_PORT: String(edgePort) },
      },
      stdout: "pipe",
      stderr: "pipe",
    });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) void gather(stream, output);
    await answers(`${url}/health`, child).catch((cause: unknown) => {
      child.kill("SIGKILL");
      throw new Error(output.join(""), { cause });
    });
    return new AutoStack(child, url, edgePort, performance.now() - began, output);
  }

  get pid(): number {
    return this.#child.pid;
  }

  /** Makes the owner by the link that the console shows. */
  async makeOwner(): Promise<SignIn> {
    const owner = { name: "Ada", email: "ada@example.com", password: crypto.randomUUID() };
    const token = await this.#setupToken();
    const response = await post(`${this.url}/api/v1/setup`, { ...owner, token });
    if (response.status >= 400) throw new Error(`The owner was not made: ${await response.text()}`);
    return owner;
  }

  /** The cookie of a browser that signed in. */
  async sessionOf(signIn: SignIn): Promise<string> {
    const response = await post(`${this.url}/login`, signIn);
    const [cookie] = (response.headers.get("set-cookie") ?? "").split(";");
    if (!cookie) throw new Error(`No session for ${signIn.email}: ${response.status}`);
    return cookie;
  }

  async #setupToken(): Promise<string> {
    for (const deadline = Date.now() + START_MS; Date.now() < deadline; await Bun.sleep(10)) {
      const [, token] = /\/setup\?token=(\S+)/.exec(this.#output.join("")) ?? [];
      if (token) return token;
    }
    throw new Error("The console showed no set-up link.");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.exited;
  }
}

function post(url: string, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body), redirect: "manual" });
}

async function gather(stream: ReadableStream<Uint8Array>, into: string[]): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) into.push(decoder.decode(chunk, { stream: true }));
}

/** Asks so often that the asking itself adds about a millisecond. */
async function answers(url: string, child: Bun.Subprocess): Promise<void> {
  for (const deadline = Date.now() + START_MS; Date.now() < deadline; await Bun.sleep(1)) {
    if (child.exitCode !== null) throw new Error(`AutoStack ended with ${child.exitCode} at its start.`);
    if (
      await fetch(url).then(
        (response) => response.ok,
        () => false,
      )
    )
      return;
  }
  throw new Error(`AutoStack did not answer at ${url}.`);
}
