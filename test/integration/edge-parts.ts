import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Edge } from "#src/edge/edge.ts";
import { EmbeddedEdge } from "#src/edge/embedded.ts";
import { OPEN, type Route, type Target } from "#src/edge/route.ts";
import { TraefikEdge } from "#src/edge/traefik.ts";
import { realFiles } from "#src/host/files.ts";
import type { Host } from "#src/host/host.ts";
import { probeHttp } from "#src/host/probe.ts";
import { realProcesses } from "#src/host/real-processes.ts";

export const machine: Pick<Host, "files" | "processes" | "now" | "sleep" | "probeHttp"> = {
  files: realFiles,
  processes: realProcesses,
  probeHttp,
  now: Date.now,
  sleep: (durationMs, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

export const traefikBinary = process.env.AUTOSTACK_TEST_TRAEFIK ?? "traefik";

/** What a test started, ended in the opposite order. */
export class Started {
  readonly #ends: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#ends.push(end);
  }

  async end(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end();
  }

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "autostack-edge-"));
    this.add(() => rm(folder, { recursive: true, force: true }));
    return folder;
  }

  /** A service that answers by `answer`; echoes web sockets. */
  service(
    answer: (request: Request, server: Bun.Server<undefined>) => Response | undefined | Promise<Response>,
  ): Target {
    const server = Bun.serve({
      hostname: "127.0.0.1",
      port: 0,
      idleTimeout: 0,
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      fetch: answer,
      websocket: {
        open: (socket) => void socket.send("welcome"),
        message(socket, message) {
          const close = typeof message === "string" && /^close (\d+)$/.exec(message)?.[1];
          if (close) socket.close(Number(close), "as asked");
          else socket.send(message);
        },
      },
    });
    this.add(() => server.stop(true));
    return { kind: "server", address: "127.0.0.1", port: server.port ?? 0 };
  }
}

/** An edge that runs, and how to reach a hostname through it. */
export type Front = {
  edge: Edge;
  port: number;
  dataFolder: string;
  get(hostname: string, path?: string, init?: RequestInit): Promise<Response>;
  socket(hostname: string, path: string, protocols?: string[]): WebSocket;
};

export type FrontOptions = { dataFolder?: string; keepRunning?: boolean; port?: number };

function frontOf(edge: Edge, port: number, dataFolder: string): Front {
  return {
    edge,
    port,
    dataFolder,
    get(hostname, path = "/", init = {}) {
      const headers = new Headers(init.headers);
      headers.set("host", `${hostname}:${port}`);
      return fetch(`http://127.0.0.1:${port}${path}`, { redirect: "manual", decompress: false, ...init, headers });
    },
    socket(hostname, path, protocols = []) {
      const headers = { host: `${hostname}:${port}` };
      return new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers, protocols });
    },
  };
}

const settings = { address: "127.0.0.1", baseDomain: "localhost", publicUrl: null };

export async function embeddedFront(started: Started, options: FrontOptions = {}): Promise<Front> {
  const dataFolder = options.dataFolder ?? (await started.folder());
  const port = options.port ?? (await realProcesses.freePort());
  const edge = new EmbeddedEdge(machine, { ...settings, dataFolder, port });
  await edge.start();
  started.add(() => edge.stop());
  const server = Bun.serve({
    hostname: "127.0.0.1",
    port,
    development: false,
    maxRequestBodySize: Number.MAX_SAFE_INTEGER,
    fetch: (request, server) => edge.handle(request, server) ?? new Response("the dashboard"),
    websocket: edge.websocket,
  });
  started.add(() => server.stop(true));
  return frontOf(edge, port, dataFolder);
}

export async function traefikFront(started: Started, options: FrontOptions = {}): Promise<Front> {
  const dataFolder = options.dataFolder ?? (await started.folder());
  const dashboard = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: () => new Response("the dashboard") });
  started.add(() => dashboard.stop(true));
  const edgePort = options.port ?? (await realProcesses.freePort());
  const edge = new TraefikEdge(machine, {
    ...settings,
    dataFolder,
    port: dashboard.port ?? 0,
    edgePort,
    traefik: traefikBinary,
    keepRunning: options.keepRunning ?? false,
  });
  started.add(() => edge.stop());
  await edge.start();
  return frontOf(edge, edgePort, dataFolder);
}

export const route = (hostname: string, target: Target): Route => ({
  hostname,
  port: null,
  backends: [{ release: "r1", weight: 1, targets: [target] }],
  gate: OPEN,
});

/** Waits until something is so; what it is stands in the error. */
export async function until(what: string, check: () => boolean | Promise<boolean>, deadlineMs = 5000): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`It took too long until ${what}.`);
    await Bun.sleep(10);
  }
}
