import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { ownCommand } from "../host/own-command.ts";
import type { Spawned } from "../host/processes.ts";
import { AppError } from "../lib/errors.ts";
import { SECOND_MS } from "../lib/time.ts";
import { VERSION } from "../lib/version.ts";
import { endProcess } from "./end-process.ts";

/** What a later AutoStack needs to know to take over a static server that runs on. */
type State = {
  process: Spawned;
  port: number;
  /** One of another version, which serves until routes lead to the new one. */
  outdated: Spawned | null;
};
type Settings = { dataFolder: string; folder: string };
type Machine = Pick<Host, "files" | "processes" | "now" | "sleep">;

/** On a small machine that has just booted everything starts at once. One that ends meanwhile is not waited for. */
const START_MS = 60 * SECOND_MS;
const PAUSE_MS = 25;

/** The static server's process: started, adopted from an earlier AutoStack, watched and ended. */
export class StaticProcess {
  readonly #host: Machine;
  readonly #settings: Settings;
  #state: State | null = null;

  constructor(host: Machine, settings: Settings) {
    this.#host = host;
    this.#settings = settings;
  }

  get port(): number {
    return this.#state?.port ?? 0;
  }

  get hasOutdated(): boolean {
    return this.#state !== null && this.#state.outdated !== null;
  }

  async isAlive(): Promise<boolean> {
    return this.#state !== null && (await this.#host.processes.isAlive(this.#state.process));
  }

  /** Takes over the one that runs; starts another beside one of another version, or in place of one that died. */
  async start(): Promise<void> {
    const saved = this.#state ?? (await this.#saved());
    const version = saved && (await this.#host.processes.isAlive(saved.process)) ? await versionAt(saved.port) : null;
    if (saved && version === VERSION) {
      this.#state = saved;
      return;
    }
    const outdated = version === null ? null : (saved?.process ?? null);
    if (saved && outdated === null) await endProcess(this.#host, saved.process);
    const up = await this.#spawn(outdated === null ? (saved?.port ?? null) : null);
    await this.#save({ ...up, outdated });
  }

  /** Ends the one of another version, to which nothing leads any more. */
  async endOutdated(): Promise<void> {
    if (!this.#state?.outdated) return;
    await endProcess(this.#host, this.#state.outdated);
    await this.#save({ ...this.#state, outdated: null });
  }

  async stop(): Promise<void> {
    await this.endOutdated();
    if (this.#state) await endProcess(this.#host, this.#state.process);
    this.#state = null;
    await this.#host.files.remove(this.#path("static.json"));
  }

  /** On the port that it had before when that is free, so that what leads to it stays right. */
  async #spawn(preferred: number | null): Promise<Omit<State, "outdated">> {
    const ports = [...(preferred === null ? [] : [preferred]), await this.#host.processes.freePort()];
    for (const port of ports) {
      const process = await this.#spawnOn(port);
      if (await this.#isUp(process, port)) return { process, port };
      await endProcess(this.#host, process);
    }
    throw new AppError({
      code: "static_not_started",
      status: 503,
      summary: "The server of static sites did not start.",
      hint: `Read ${this.#path("static.log")}, or set AUTOSTACK_EDGE=embedded.`,
    });
  }

  #spawnOn(port: number): Promise<Spawned> {
    const { dataFolder, folder } = this.#settings;
    const argv = [...ownCommand(), "static", "--data", dataFolder, "--port", String(port)];
    return this.#host.processes.spawn(argv, { cwd: folder, env: {}, logFile: this.#path("static.log") });
  }

  async #isUp(process: Spawned, port: number): Promise<boolean> {
    const deadline = this.#host.now() + START_MS;
    while (this.#host.now() < deadline && (await this.#host.processes.isAlive(process))) {
      if ((await versionAt(port)) === VERSION) return true;
      await this.#host.sleep(PAUSE_MS);
    }
    return false;
  }

  async #save(state: State): Promise<void> {
    this.#state = state;
    await this.#host.files.writeAtomically(this.#path("static.json"), JSON.stringify(state), 0o600);
  }

  async #saved(): Promise<State | null> {
    const path = this.#path("static.json");
    return (await this.#host.files.exists(path)) ? JSON.parse(await this.#host.files.readText(path)) : null;
  }

  #path(name: string): string {
    return join(this.#settings.folder, name);
  }
}

/** Which version answers there; `null` when nothing does, and what it says when it is no static server. */
async function versionAt(port: number): Promise<string | null> {
  try {
    const url = `http://127.0.0.1:${port}/ping`;
    const response = await fetch(url, { signal: AbortSignal.timeout(1000), proxy: false });
    return await response.text();
  } catch {
    return null;
  }
}
