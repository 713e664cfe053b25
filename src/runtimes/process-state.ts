import { join } from "node:path";
import type { Files } from "../host/files.ts";
import { removeLogFile } from "../host/log-file.ts";
import type { Spawned } from "../host/processes.ts";
import type { Instance, Labels } from "./runtime.ts";

/** All that is needed to find a service again, or to start it again, after AutoStack itself was restarted. */
export type ProcessRecord = {
  name: string;
  service: string;
  labels: Labels;
  port: number | null;
  cwd: string;
  argv: string[];
  env: Record<string, string>;
  logBytes: number;
  restarts: number;
  startedAt: number;
  spawned: Spawned;
};

/** One file a service, readable by AutoStack alone: the environment in it holds secrets. */
export class ProcessState {
  readonly #files: Files;
  readonly #folder: string;

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  logFile(name: string): string {
    return join(this.#folder, `${name}.log`);
  }

  async read(name: string): Promise<ProcessRecord | null> {
    try {
      return JSON.parse(await this.#files.readText(this.#path(name))) as ProcessRecord;
    } catch (error) {
      // It may be removed at any moment, also between a look and the reading.
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw error;
    }
  }

  async all(): Promise<ProcessRecord[]> {
    if (!(await this.#files.exists(this.#folder))) return [];
    const entries = await this.#files.list(this.#folder);
    const names = entries.flatMap(({ name }) => /^([^.].*)\.json$/.exec(name)?.[1] ?? []);
    return (await Promise.all(names.map((name) => this.read(name)))).filter((record) => record !== null);
  }

  /** Before a service's log can be opened. */
  async prepare(): Promise<void> {
    await this.#files.makeFolder(this.#folder, 0o700);
  }

  async write(record: ProcessRecord): Promise<void> {
    await this.#files.writeAtomically(this.#path(record.name), JSON.stringify(record), 0o600);
  }

  /** A line of AutoStack's own in a service's log. */
  async note(name: string, text: string): Promise<void> {
    await this.#files.append(this.logFile(name), `${text}\n`);
  }

  async remove(name: string): Promise<void> {
    await this.#files.remove(this.#path(name));
    await removeLogFile(this.logFile(name));
  }

  #path(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

export function toInstance({ name, service, labels, port }: ProcessRecord): Instance {
  return { name, service, labels, address: port === null ? null : "127.0.0.1", port };
}
