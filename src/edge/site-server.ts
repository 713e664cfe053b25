import type { Files } from "../host/files.ts";
import { edgePage, noSuchSite } from "./edge-page.ts";
import { hostnameOf } from "./hostname-of.ts";
import { serveSite } from "./serve-site.ts";

type FindFolder = (hostname: string) => string | undefined;

/** Serves folders by Host on loopback, for a proxy that can only lead to servers. */
export class SiteServer {
  readonly #files: Files;
  readonly #find: FindFolder;
  #server: Bun.Server<undefined> | null = null;

  constructor(files: Files, find: FindFolder) {
    this.#files = files;
    this.#find = find;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  /** On the port that it had before when that is still free, so that what leads to it stays right. */
  start(preferredPort: number): void {
    try {
      this.#server = this.#listen(preferredPort);
    } catch {
      this.#server = this.#listen(0);
    }
  }

  async stop(): Promise<void> {
    await this.#server?.stop(true);
    this.#server = null;
  }

  #listen(port: number) {
    return Bun.serve({
      hostname: "127.0.0.1",
      port,
      development: false,
      fetch: (request) => this.#answer(request),
    });
  }

  #answer(request: Request): Response | Promise<Response> {
    const hostname = hostnameOf(request);
    const folder = this.#find(hostname);
    return folder === undefined ? edgePage(request, noSuchSite(hostname)) : serveSite(this.#files, folder, request);
  }
}
