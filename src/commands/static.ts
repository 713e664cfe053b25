import { join, resolve } from "node:path";
import { serveStatic } from "../edge/static-server.ts";
import { realFiles } from "../host/files.ts";
import type { Command, Io } from "./command.ts";
import { EXIT, wrongUsage } from "./exit.ts";
import { readFlags, required } from "./flags.ts";

const EXAMPLE = "autostack static --data /var/lib/autostack --port 8090";

export const staticCommand: Command = {
  name: "static",
  summary: "serve the published static sites on loopback (AutoStack starts this itself)",
  help: `Usage: autostack static --data <folder> --port <port>

Serves the sites below <folder>/sites on 127.0.0.1 for the proxy on the same machine. It opens no database.
AutoStack starts it beside Traefik and leaves it running when it stops itself, so that sites answer while
AutoStack is replaced.

Examples:
  ${EXAMPLE}
`,
  async run(args, io) {
    const { flags } = readFlags(args, { data: { type: "string" }, port: { type: "string" } }, 0);
    const data = resolve(io.cwd, required(flags.data, "--data", EXAMPLE));
    const port = readPort(required(flags.port, "--port", EXAMPLE));
    const server = serveStatic({ files: realFiles, sitesFolder: join(data, "sites"), port });
    io.out(`Static sites are served at http://127.0.0.1:${server.port}.\n`);
    await stopAsked(io);
    // Answers under way are sent to their end; nobody leads here any more.
    await server.stop();
    return EXIT.ok;
  },
};

function readPort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw wrongUsage(`--port is "${text}", but it must be a whole number up to 65535.`);
}

function stopAsked({ signal }: Io): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener("abort", () => done(), { once: true }));
}
