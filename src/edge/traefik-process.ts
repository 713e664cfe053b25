import { join } from "node:path";
import type { Host } from "../host/host.ts";
import type { Spawned } from "../host/processes.ts";
import { AppError } from "../lib/errors.ts";
import { SECOND_MS } from "../lib/time.ts";
import { endProcess } from "./end-process.ts";
import { isAnswering } from "./traefik-api.ts";
import { type StaticSettings, staticConfig } from "./traefik-config.ts";

/** On a small machine that has just booted everything starts at once. One that ends meanwhile is not waited for. */
const START_MS = 60 * SECOND_MS;
const PAUSE_MS = 25;

/** What a later AutoStack needs to know to take over a Traefik that runs on. */
export type TraefikState = { process: Spawned; apiPort: number };

type Settings = Omit<StaticSettings, "apiPort" | "dynamicFolder"> & { binary: string; folder: string };
type Machine = Pick<Host, "files" | "processes" | "now" | "sleep">;

/** Traefik's process: started, adopted from an earlier AutoStack, watched and ended. */
export class TraefikProcess {
  readonly #host: Machine;
  readonly #settings: Settings;
  #state: TraefikState | null = null;

  constructor(host: Machine, settings: Settings) {
    this.#host = host;
    this.#settings = settings;
  }

  get apiPort(): number {
    return this.#state?.apiPort ?? 0;
  }

  /** What an earlier AutoStack left behind for this data folder, running or not. */
  async #saved(): Promise<TraefikState | null> {
    const path = this.#path("traefik.json");
    return (await this.#host.files.exists(path)) ? JSON.parse(await this.#host.files.readText(path)) : null;
  }

  /** Takes over the one that runs with these settings, else ends it and starts another. */
  async start(): Promise<void> {
    const saved = await this.#saved();
    if (saved && (await this.#canAdopt(saved))) {
      this.#state = saved;
    } else {
      if (saved) await endProcess(this.#host, saved.process);
      this.#state = await this.#spawn();
    }
    await this.#host.files.writeAtomically(this.#path("traefik.json"), JSON.stringify(this.#state), 0o600);
    await this.#untilAnswering(this.#state);
  }

  async isAlive(): Promise<boolean> {
    return this.#state !== null && (await this.#host.processes.isAlive(this.#state.process));
  }

  async stop(): Promise<void> {
    if (this.#state) await endProcess(this.#host, this.#state.process);
    this.#state = null;
    await this.#host.files.remove(this.#path("traefik.json"));
  }

  /** The last thing that Traefik complained about since then, in its own words. */
  async lastComplaint(since: number): Promise<string | null> {
    const path = this.#path("traefik.log");
    if (!(await this.#host.files.exists(path))) return null;
    const lines = (await this.#host.files.readText(path)).trimEnd().split("\n");
    return complaints(lines).findLast(({ at }) => at >= since)?.text ?? null;
  }

  async #canAdopt(saved: TraefikState): Promise<boolean> {
    const { files, processes } = this.#host;
    if (!(await processes.isAlive(saved.process)) || !(await isAnswering(saved.apiPort))) return false;
    return (await files.readText(this.#path("traefik.yml"))) === this.#staticText(saved.apiPort);
  }

  async #spawn(): Promise<TraefikState> {
    const { files, processes } = this.#host;
    const apiPort = await processes.freePort();
    await files.writeAtomically(this.#path("traefik.yml"), this.#staticText(apiPort));
    await files.remove(this.#path("traefik.log"));
    const argv = [this.#settings.binary, `--configFile=${this.#path("traefik.yml")}`];
    const options = { cwd: this.#settings.folder, env: {}, logFile: this.#path("traefik.log") };
    return { process: await processes.spawn(argv, options), apiPort };
  }

  async #untilAnswering({ process, apiPort }: TraefikState): Promise<void> {
    const deadline = this.#host.now() + START_MS;
    while (this.#host.now() < deadline && (await this.#host.processes.isAlive(process))) {
      if (await isAnswering(apiPort)) return;
      await this.#host.sleep(PAUSE_MS);
    }
    const complaint = await this.lastComplaint(0);
    await this.stop();
    throw new AppError({
      code: "traefik_not_started",
      status: 503,
      summary: `Traefik did not start on port ${this.#settings.port}.`,
      hint: complaint ?? `Read ${this.#path("traefik.log")}, or set AUTOSTACK_EDGE=embedded.`,
    });
  }

  #staticText(apiPort: number): string {
    return staticConfig({ ...this.#settings, apiPort, dynamicFolder: this.#path("dynamic") });
  }

  #path(name: string): string {
    return join(this.#settings.folder, name);
  }
}

/** Its log holds a JSON object a line; what it says before it has read its configuration is plain text. */
function complaints(lines: readonly string[]): { at: number; text: string }[] {
  return lines.flatMap((line) => {
    if (!line.startsWith("{")) return [{ at: 0, text: line }];
    const { level, time, message, error } = JSON.parse(line) as Record<string, string | undefined>;
    if (level === "warn") return [];
    return [{ at: Date.parse(time ?? ""), text: [message, error].filter((part) => part !== undefined).join(": ") }];
  });
}
