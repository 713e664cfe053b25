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
  #byPort = new Map<number, Route>();
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

  findByPort(port: number): Route | undefined {
    return this.#byPort.get(port);
  }

  ports(): number[] {
    return [...this.#byPort.keys()];
  }

  /** Refuses what `replace` would refuse, and changes nothing. */
  check(owner: string, routes: readonly Route[]): void {
    checkRoutes(owner, routes);
    const own = new Set(this.of(owner));
    for (const { hostname, port } of routes) {
      const others = [this.find(hostname), port === null ? undefined : this.findByPort(port)];
      if (others.some((other) => other && !own.has(other))) throw hostnameTaken(hostname, port);
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
    this.#byPort = new Map(routes.flatMap((route) => (route.port === null ? [] : [[route.port, route]])));
  }
}

export function hostnameTaken(hostname: string, port: number | null): AppError {
  return new AppError({
    code: "hostname_taken",
    status: 409,
    summary: `${hostname}${port === null ? "" : ` or port ${port}`} already leads to something else.`,
    hint: "Remove it there first.",
  });
}
