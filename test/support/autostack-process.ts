import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realProcesses } from "#src/host/real-processes.ts";
import { type ApiUser, signIn } from "./api-user.ts";
import { dockerSocket, removeInstallation } from "./docker.ts";
import { eventually } from "./eventually.ts";
import { testName } from "./names.ts";
import { endProcesses, makeOwner, nameInstallation, OWNER, traefikBinary } from "./running-autostack.ts";

const MAIN = join(import.meta.dir, "../../src/main.ts");
const START_MS = 30_000;

/** AutoStack as a process of its own on real Docker behind real Traefik, to be killed and started again on the same data. */
export class AutoStackProcess {
  readonly installation: string;
  readonly dataFolder: string;
  readonly edgePort: number;
  readonly #port: number;
  readonly #env: Record<string, string>;
  #child: Bun.Subprocess | null = null;
  #output = "";
  #owner: ApiUser | null = null;

  private constructor(place: { installation: string; dataFolder: string; port: number; edgePort: number }, env = {}) {
    this.installation = place.installation;
    this.dataFolder = place.dataFolder;
    this.edgePort = place.edgePort;
    this.#port = place.port;
    this.#env = env;
  }

  static async start(env: Record<string, string> = {}): Promise<AutoStackProcess> {
    const installation = testName();
    const dataFolder = await mkdtemp(join(tmpdir(), `${installation}-`));
    const [port, edgePort] = [await realProcesses.freePort(), await realProcesses.freePort()];
    const autostack = new AutoStackProcess({ installation, dataFolder, port, edgePort }, env);
    try {
      nameInstallation(dataFolder, installation);
      await autostack.open();
      await makeOwner(autostack.url, await eventually("the set-up link", () => autostack.#setupUrl));
      await autostack.signIn();
      return autostack;
    } catch (error) {
      await autostack.close();
      throw error;
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get databasePath(): string {
    return join(this.dataFolder, "autostack.db");
  }

  /** The API as the owner. */
  get api(): ApiUser {
    if (!this.#owner) throw new Error("AutoStack has no owner yet");
    return this.#owner;
  }

  get pid(): number {
    if (!this.#child) throw new Error("AutoStack does not run");
    return this.#child.pid;
  }

  /** All that it has said so far. */
  get output(): string {
    return this.#output;
  }

  /** Starts it; resolves when it says that it runs. Gives how long that took. */
  async open(): Promise<number> {
    const begun = performance.now();
    const said = this.#output.length;
    const child = Bun.spawn([process.execPath, MAIN, "serve"], {
      env: { ...process.env, ...this.#settings(), ...this.#env },
      stdout: "pipe",
      stderr: "pipe",
    });
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) void this.#gather(stream);
    await eventually(
      "AutoStack's start",
      () => this.#output.includes("AutoStack runs at", said) || child.exitCode !== null,
      START_MS,
    );
    if (child.exitCode !== null) throw new Error(`AutoStack ended with ${child.exitCode}:\n${this.#output}`);
    return performance.now() - begun;
  }

  /** Its tokens last a quarter of an hour. */
  async signIn(): Promise<void> {
    this.#owner = await signIn(this.url, OWNER);
  }

  /** Ends it as a power cut would, without a word to it. */
  async kill(): Promise<void> {
    this.#child?.kill("SIGKILL");
    await this.#child?.exited;
    this.#child = null;
  }

  /** A request for an app through the edge. */
  visit(slug: string, path = "/", init: RequestInit = {}): Promise<Response> {
    const headers = { ...init.headers, host: `${slug}.localhost:${this.edgePort}` };
    return fetch(`http://127.0.0.1:${this.edgePort}${path}`, { redirect: "manual", ...init, headers });
  }

  async close(): Promise<void> {
    try {
      await this.kill();
    } finally {
      await endProcesses(this.dataFolder);
      await removeInstallation(this.installation);
      await rm(this.dataFolder, { recursive: true, force: true });
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  get #setupUrl(): string | undefined {
    return /http\S+\/setup\?token=\S+/.exec(this.#output)?.[0];
  }

  #settings(): Record<string, string> {
    return {
      AUTOSTACK_DATA: this.dataFolder,
      AUTOSTACK_ADDRESS: "127.0.0.1",
      AUTOSTACK_PORT: String(this.#port),
      AUTOSTACK_EDGE_PORT: String(this.edgePort),
      AUTOSTACK_RUNTIME: "docker",
      AUTOSTACK_EDGE: "traefik",
      AUTOSTACK_DOCKER: dockerSocket,
      AUTOSTACK_TRAEFIK: traefikBinary,
    };
  }

  async #gather(stream: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of stream) this.#output += decoder.decode(chunk, { stream: true });
  }
}
