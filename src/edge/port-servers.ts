import { AppError, errorText } from "../lib/errors.ts";
import { type Bridge, bridgeHandlers } from "./websocket.ts";

type Answer = Response | Promise<Response>;
type AnswerOnPort = (port: number, request: Request, server: Bun.Server<Bridge>) => Answer;

/** One server for each project that has a port of its own, because no wildcard name exists. */
export class PortServers {
  readonly #address: string;
  readonly #answer: AnswerOnPort;
  readonly #servers = new Map<number, Bun.Server<Bridge>>();
  #problem: string | null = null;

  constructor(address: string, answer: AnswerOnPort) {
    this.#address = address;
    this.#answer = answer;
  }

  /** The last port that could not be opened again after a restart. */
  problem(): string | null {
    return this.#problem;
  }

  /** Opens what it can: one port that another program took must not keep the rest away. */
  openAll(ports: readonly number[]): void {
    for (const port of ports) {
      try {
        this.open(port);
      } catch (error) {
        this.#problem = errorText(error);
      }
    }
  }

  open(port: number): void {
    if (this.#servers.has(port)) return;
    try {
      this.#servers.set(port, this.#listen(port));
      this.#problem = null;
    } catch (cause) {
      throw new AppError(
        {
          code: "port_taken",
          status: 409,
          summary: `Port ${port} is used by another program.`,
          hint: "End that program, or give the project another port.",
        },
        { cause },
      );
    }
  }

  async closeAllBut(ports: readonly number[]): Promise<void> {
    const kept = new Set(ports);
    for (const [port, server] of this.#servers) {
      if (kept.has(port)) continue;
      this.#servers.delete(port);
      await server.stop(true);
    }
  }

  close(): Promise<void> {
    return this.closeAllBut([]);
  }

  #listen(port: number): Bun.Server<Bridge> {
    return Bun.serve<Bridge>({
      hostname: this.#address,
      port,
      // Otherwise Bun prints a stack for each answer that a service breaks off.
      development: false,
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      fetch: (request, server) => this.#answer(port, request, server),
      websocket: bridgeHandlers,
    });
  }
}
