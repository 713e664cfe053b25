import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { Answer } from "./director.ts";
import { type Bridge, bridgeHandlers } from "./websocket.ts";

type Server = Bun.Server<Bridge>;
type Machine = Pick<Host, "files" | "sleep">;
type AnswerHeld = (request: Request, server: Server) => Answer;

const LAST_ANSWERS_MS = 3 * SECOND_MS;

/** The control plane's own server on loopback, to which Traefik leads routes without backends. */
export class Holder {
  readonly #host: Machine;
  readonly #path: string;
  readonly #answer: AnswerHeld;
  #server: Server | null = null;

  constructor(host: Machine, folder: string, answer: AnswerHeld) {
    this.#host = host;
    this.#path = join(folder, "holder.json");
    this.#answer = answer;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  /** On the port that it had before when that is free, so that what leads to it stays right. */
  async start(): Promise<void> {
    const saved = (await this.#host.files.exists(this.#path))
      ? JSON.parse(await this.#host.files.readText(this.#path))
      : null;
    try {
      this.#server = this.#listen(saved?.port ?? 0);
    } catch {
      this.#server = this.#listen(0);
    }
    await this.#host.files.writeAtomically(this.#path, JSON.stringify({ port: this.port }), 0o600);
  }

  /** What was let go on a moment ago may end; what takes longer is cut. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    await Promise.race([server.stop(), this.#host.sleep(LAST_ANSWERS_MS)]);
    await server.stop(true);
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
