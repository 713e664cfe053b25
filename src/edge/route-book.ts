import { join } from "node:path";
import type { Files } from "../host/files.ts";
import { AppError } from "../lib/errors.ts";
import { checkRoutes, type Route } from "./route.ts";

/** A route and whose it is. */
export type Placed = { owner: string; route: Route };

/** All routes by owner, kept in a file so that they are there again after a restart. */
export class RouteBook {
  readonly #files: Files;
  readonly #path: string;
  #owners = new Map<string, readonly Route[]>();
  #byHostname = new Map<string, Placed>();
  #byPort = new Map<number, Placed>();
  #saving: Promise<void> = Promise.resolve();

  constructor(files: Files, folder: string) {
    this.#files = files;
    this.#path = join(folder, "routes.json");
  }

  /** A book that cannot be read is an empty one: the control plane applies all routes again when it starts. */
  async load(): Promise<void> {
    if (!(await this.#files.exists(this.#path))) return;
    this.#owners = readOwners(await this.#files.readText(this.#path));
    this.#index();
  }

  owners(): ReadonlyMap<string, readonly Route[]> {
    return this.#owners;
  }

  of(owner: string): readonly Route[] {
    return this.#owners.get(owner) ?? [];
  }

  find(hostname: string): Placed | undefined {
    return this.#byHostname.get(hostname);
  }

  findByPort(port: number): Placed | undefined {
    return this.#byPort.get(port);
  }

  ports(): number[] {
    return [...this.#byPort.keys()];
  }

  /** Refuses what `replace` would refuse, and changes nothing. */
  check(owner: string, routes: readonly Route[]): void {
    checkRoutes(owner, routes);
    for (const { hostname, port } of routes) {
      const others = [this.find(hostname), port === null ? undefined : this.findByPort(port)];
      if (others.some((other) => other && other.owner !== owner)) throw hostnameTaken(hostname, port);
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
    const all = [...this.#owners].flatMap(([owner, routes]) => routes.map((route) => ({ owner, route })));
    this.#byHostname = new Map(all.map((placed) => [placed.route.hostname, placed]));
    this.#byPort = new Map(all.flatMap((placed) => (placed.route.port === null ? [] : [[placed.route.port, placed]])));
  }
}

function readOwners(text: string): Map<string, readonly Route[]> {
  try {
    const owners = new Map(Object.entries(JSON.parse(text) as Record<string, Route[]>));
    for (const [owner, routes] of owners) checkRoutes(owner, routes);
    return owners;
  } catch {
    return new Map();
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
