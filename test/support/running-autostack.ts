import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SettingsStore } from "#src/accounts/settings-store.ts";
import { type App, openApp, type Running, startApp } from "#src/app.ts";
import { type Config, readConfig } from "#src/config.ts";
import { realHost } from "#src/host/real-host.ts";
import { realProcesses } from "#src/host/real-processes.ts";
import { assetPath } from "#src/lib/assets.ts";
import { openDatabase } from "#src/lib/db.ts";
import { migrate } from "#src/lib/migrate.ts";
import { type ApiUser, signIn } from "./api-user.ts";
import { dockerSocket, killContainers, removeInstallation } from "./docker.ts";
import { testName } from "./names.ts";

export const traefikBinary = process.env.AUTOSTACK_TEST_TRAEFIK ?? "traefik";
export const OWNER = { name: "Ada", email: "ada@example.com", password: "correct horse battery" };

export type Options = {
  runtime: "docker" | "process";
  edge: "traefik" | "embedded";
  /** Settings other than those that a test always has of its own. */
  env?: Record<string, string>;
  /** Leaves it as it is on its first run, for a person to set up at `setupUrl`. */
  withoutOwner?: boolean;
};

/**
 * A whole AutoStack in this process: real database, real engine, real edge, on ports and in a folder of its own. All that it made is
 * gone after `close`, whatever happened before.
 */
export class RunningAutoStack {
  /** Labels all that it makes in an Engine. */
  readonly installation: string;
  readonly config: Config;
  #parts: { app: App; running: Running } | null = null;
  #owner: ApiUser | null = null;

  private constructor(installation: string, config: Config) {
    this.installation = installation;
    this.config = config;
  }

  static async start({ runtime, edge, env = {}, withoutOwner = false }: Options): Promise<RunningAutoStack> {
    const installation = testName();
    const folder = env.AUTOSTACK_DATA ?? (await mkdtemp(join(tmpdir(), `${installation}-`)));
    const port = await realProcesses.freePort();
    const config = readConfig({
      AUTOSTACK_DATA: folder,
      AUTOSTACK_ADDRESS: "127.0.0.1",
      AUTOSTACK_PORT: String(port),
      AUTOSTACK_EDGE_PORT: String(edge === "embedded" ? port : await realProcesses.freePort()),
      AUTOSTACK_RUNTIME: runtime,
      AUTOSTACK_EDGE: edge,
      AUTOSTACK_DOCKER: dockerSocket,
      AUTOSTACK_TRAEFIK: traefikBinary,
      ...env,
    });
    const autostack = new RunningAutoStack(installation, config);
    try {
      nameInstallation(folder, installation);
      await autostack.open();
      if (!withoutOwner) await autostack.makeOwner();
      return autostack;
    } catch (error) {
      await autostack.close();
      throw error;
    }
  }

  get app(): App {
    if (!this.#parts) throw new Error("AutoStack does not run");
    return this.#parts.app;
  }

  /** The API as the owner. */
  get api(): ApiUser {
    if (!this.#owner) throw new Error("AutoStack has no owner yet");
    return this.#owner;
  }

  /** Where the owner is made; the console of a first run prints it. */
  get setupUrl(): string {
    const { setupUrl } = this.#parts?.running ?? {};
    if (!setupUrl) throw new Error("AutoStack does not run, or has an owner");
    return setupUrl;
  }

  /** What `start` does, unless a person is to do it. */
  async makeOwner(): Promise<void> {
    await makeOwner(this.url, this.setupUrl);
    this.#owner = await signIn(this.url, OWNER);
  }

  /** The dashboard. */
  get url(): string {
    return `http://127.0.0.1:${this.config.port}`;
  }

  /** A request for an app through the edge, at `http://<name>.localhost:<port>`. */
  visit(name: string, path = "/", init: RequestInit = {}): Promise<Response> {
    const { edgePort } = this.config;
    const headers = { ...init.headers, host: `${name}.localhost:${edgePort}` };
    return fetch(`http://127.0.0.1:${edgePort}${path}`, { redirect: "manual", ...init, headers });
  }

  async textAt(name: string, path = "/"): Promise<string> {
    return (await this.visit(name, path)).text();
  }

  async open(): Promise<void> {
    const app = await openApp(this.config, realHost(this.config));
    try {
      this.#parts = { app, running: await startApp(app) };
    } catch (error) {
      app.db.close();
      throw error;
    }
  }

  /** Stops it as SIGTERM does; `open` starts it again on the same data. */
  async stop(): Promise<void> {
    const parts = this.#parts;
    this.#parts = null;
    await parts?.running.stop();
  }

  /** A user beside the owner, with a team of their own. */
  async addUser(name: string): Promise<ApiUser> {
    const user = { name, email: `${name.toLowerCase()}@example.com`, password: `the password of ${name}` };
    await this.app.accounts.addUser(user);
    return signIn(this.url, user);
  }

  /** Ends all that runs on without AutoStack, as a machine's restart does. */
  async killAll(): Promise<void> {
    await endProcesses(this.config.dataFolder);
    if (this.config.runtime === "docker") await killContainers(this.installation);
  }

  async close(): Promise<void> {
    try {
      await this.stop();
    } finally {
      await endProcesses(this.config.dataFolder);
      if (this.config.runtime === "docker") await removeInstallation(this.installation);
      await rm(this.config.dataFolder, { recursive: true, force: true });
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** Makes the owner as a person does: by the link that the console shows. */
export async function makeOwner(server: string, setupUrl: string): Promise<void> {
  const token = new URL(setupUrl).searchParams.get("token");
  const response = await fetch(`${server}/api/v1/setup`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...OWNER, token }),
    redirect: "manual",
  });
  if (response.status >= 400) throw new Error(`The owner was not made: ${await response.text()}`);
}

/** Names it before its first start, so that what a killed test run left can be told by its name. */
export function nameInstallation(folder: string, installation: string): void {
  const db = openDatabase(join(folder, "autostack.db"));
  migrate(db, assetPath("migrations"));
  new SettingsStore(db).set("installation", installation);
  db.close();
}

/** Ends Traefik, the static server and services that were to outlive AutoStack, or did because it failed to stop. */
export async function endProcesses(dataFolder: string): Promise<void> {
  const services = join(dataFolder, "processes/run");
  const names = await readdir(services).catch(() => []);
  const records = names.filter((name) => name.endsWith(".json")).map((name) => join(services, name));
  for (const path of [...records, join(dataFolder, "edge/traefik.json"), join(dataFolder, "edge/static.json")]) {
    const file = Bun.file(path);
    if (!(await file.exists())) continue;
    const { spawned, process } = await file.json();
    await realProcesses.signal(spawned ?? process, "SIGKILL");
  }
}
