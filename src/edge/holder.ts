import { join } from "node:path";
import type { Files } from "../host/files.ts";
import type { Answer } from "./director.ts";
import { type Bridge, bridgeHandlers } from "./websocket.ts";

type Server = Bun.Server<Bridge>;
type AnswerHeld = (request: Request, server: Server) => Answer;

/** The control plane's own server on loopback, to which Traefik leads routes without backends. */
export class Holder {
  readonly #files: Files;
  readonly #path: string;
  readonly #answer: AnswerHeld;
  #server: Server | null = null;

  constructor(files: Files, folder: string, answer: AnswerHeld) {
    this.#files = files;
    this.#path = join(folder, "holder.json");
    this.#answer = answer;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  /** On the port that it had before when that is free, so that what leads to it stays right. */
  async start(): Promise<void> {
    const saved = (await this.#files.exists(this.#path)) ? JSON.parse(await this.#files.readText(this.#path)) : null;
    try {
      this.#server = this.#listen(saved?.port ?? 0);
    } catch {
      this.#server = this.#listen(0);
    }
    await this.#files.writeAtomically(this.#path, JSON.stringify({ port: this.port }), 0o600);
  }

  async stop(): Promise<void> {
    await this.#server?.stop(true);
    this.#server = null;
  }

  #listen(port: number): Server {
    return Bun.serve<Bridge>({
      hostname: "127.0.0.1",
      port,
      development: false,
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      fetch: (request, server) => {
        server.timeout(request, 0);
        return this.#answer(request, server);
      },
      websocket: bridgeHandlers,
    });
  }
}
