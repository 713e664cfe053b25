import { dirname, join } from "node:path";
import { parse } from "yaml";
import type { Files } from "../host/files.ts";
import type { Route } from "./route.ts";
import { type OwnServers, traefikConfig, WRITTEN_BY } from "./traefik-config.ts";

type Owners = ReadonlyMap<string, readonly Route[]>;

/** The folder that Traefik watches: one file an owner, `<owner>.yml`. */
export class DynamicFolder {
  readonly #files: Files;
  readonly #folder: string;
  /** Which files could be read, and what they were like then: each is parsed once for every change of it. */
  readonly #readable = new Map<string, string>();

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /** Makes the folder say what the book says. Files that AutoStack did not write are left. */
  async writeAll(owners: Owners, own: OwnServers): Promise<void> {
    await this.#files.makeFolder(this.#folder, 0o700);
    for (const name of await this.#names()) {
      const path = join(this.#folder, name);
      const isLeftOver = !owners.has(name.replace(/\.yml$/, ""));
      if (isLeftOver && (await this.#files.readText(path)).startsWith(WRITTEN_BY)) await this.#files.remove(path);
    }
    for (const [owner, routes] of owners) await this.write(owner, routes, own);
  }

  /** Replaces an owner's file in one step; no routes remove it. Traefik reads only names that end in yml, yaml or toml. */
  async write(owner: string, routes: readonly Route[], own: OwnServers): Promise<void> {
    const name = `${owner}.yml`;
    const path = join(this.#folder, name);
    if (routes.length === 0) {
      this.#readable.delete(name);
      return this.#files.remove(path);
    }
    const text = traefikConfig(owner, routes, own);
    parse(text);
    const isSame = (await this.#files.exists(path)) && (await this.#files.readText(path)) === text;
    // Traefik would notice a draft in the folder, read everything as it was, and only then wait before it reads again.
    if (!isSame) await this.#files.writeAtomically(path, text, 0o600, dirname(this.#folder));
  }

  /** One file that cannot be read keeps every change of all others from Traefik, so it is named. */
  async problem(): Promise<string | null> {
    for (const name of await this.#names()) {
      if (await this.#isReadable(name)) continue;
      return `Traefik takes no new routes while it cannot read ${join(this.#folder, name)}: remove or mend that file.`;
    }
    return null;
  }

  /**
   * Takes the files that Traefik cannot read out of its sight: those that are no YAML or TOML, and the one that Traefik itself complains
   * of. They keep their content under another name. Gives their names before.
   */
  async setAside(complaint: string | null): Promise<string[]> {
    const names: string[] = [];
    for (const name of await this.#names()) {
      const path = join(this.#folder, name);
      if (!complaint?.includes(`${path}: `) && (await this.#isReadable(name))) continue;
      if (!(await this.#moveAside(path))) continue;
      console.error(`Traefik cannot read ${path}, and would take no route of others: it is now ${name}.unreadable.`);
      names.push(name);
    }
    return names;
  }

  /** `false` when it has just gone. */
  async #moveAside(path: string): Promise<boolean> {
    try {
      await this.#files.rename(path, `${path}.unreadable`);
      return true;
    } catch (error) {
      if (await this.#files.exists(path)) throw error;
      return false;
    }
  }

  /** One that has just gone, as those of deployments do that end meanwhile, is in nobody's way. */
  async #isReadable(name: string): Promise<boolean> {
    const path = join(this.#folder, name);
    const stats = await this.#files.stat(path);
    if (!stats) return true;
    const { ino, mtimeMs, size } = stats;
    const likeness = `${ino} ${mtimeMs} ${size}`;
    if (this.#readable.get(name) === likeness) return true;
    try {
      const text = await this.#files.readText(path);
      if (name.endsWith(".toml")) Bun.TOML.parse(text);
      else parse(text);
      this.#readable.set(name, likeness);
      return true;
    } catch {
      return !(await this.#files.exists(path));
    }
  }

  async #names(): Promise<string[]> {
    const entries = await this.#files.list(this.#folder);
    return entries.map(({ name }) => name).filter((name) => /\.(ya?ml|toml)$/.test(name));
  }
}
