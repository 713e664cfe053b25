import { join } from "node:path";
import type { Files } from "../host/files.ts";
import { AppError } from "../lib/errors.ts";
import { checkRoutes, type Route } from "./route.ts";

/** All routes by owner, kept in a file so that they are there again after a restart. */
export class RouteBook {
  readonly #files: Files;
  readonly #path: string;
  #owners = new Map<string, readonly Route[]>();
  #byHostname = new Map<string, Route>();
  #saving: Promise<void> = Promise.resolve();

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#path = join(folder, "routes.json");
  }

  async load(): Promise<void> {
    if (!(await this.#files.exists(this.#path))) return;
    const stored: Record<string, Route[]> = JSON.parse(await this.#files.readText(this.#path));
    for (const [owner, routes] of Object.entries(stored)) checkRoutes(owner, routes);
    this.#owners = new Map(Object.entries(stored));
    this.#index();
  }

  owners(): ReadonlyMap<string, readonly Route[]> {
    return this.#owners;
  }

  of(owner: string): readonly Route[] {
    return this.#owners.get(owner) ?? [];
  }

  find(hostname: string): Route | undefined {
    return this.#byHostname.get(hostname);
  }

  /** Refuses what `replace` would refuse, and changes nothing. */
  check(owner: string, routes: readonly Route[]): void {
    checkRoutes(owner, routes);
    const own = new Set(this.of(owner).map((route) => route.hostname));
    for (const { hostname } of routes) {
      if (!this.#byHostname.has(hostname) || own.has(hostname)) continue;
      throw new AppError({
        code: "hostname_taken",
        status: 409,
        summary: `${hostname} already leads to something else.`,
        hint: "Remove it there first.",
      });
    }
  }

  /** Takes effect at once; resolves when it is also on the disk. */
  replace(owner: string, routes: readonly Route[]): Promise<void> {
    this.check(owner, routes);
    if (routes.length > 0) this.#owners.set(owner, routes);
    else this.#owners.delete(owner);
    this.#index();
    // One after the other, each with everything up to its turn, so that an older book never overwrites a newer one.
    const save = () => this.#files.writeAtomically(this.#path, JSON.stringify(Object.fromEntries(this.#owners)));
    this.#saving = this.#saving.then(save, save);
    return this.#saving;
  }

  #index(): void {
    const routes = [...this.#owners.values()].flat();
    this.#byHostname = new Map(routes.map((route) => [route.hostname, route]));
  }
}
