import { openApp, startApp } from "../app.ts";
import { keepMemoryTidy } from "../host/memory.ts";
import { realHost } from "../host/real-host.ts";
import type { Command } from "./command.ts";
import { loadConfig } from "./config-file.ts";
import { EXIT } from "./exit.ts";
import { readFlags } from "./flags.ts";

export const serveCommand: Command = {
  name: "serve",
  summary: "run AutoStack: the dashboard, the API, the queue and the edge",
  help: `Usage: autostack serve

Runs AutoStack until Ctrl-C or SIGTERM. At the first start it prints a link that makes the owner's account.
Settings come from the environment and from autostack.toml in the data folder: see \`autostack doctor\`.

Examples:
  autostack serve
  AUTOSTACK_DATA=./data AUTOSTACK_PORT=9000 autostack serve
`,
  async run(args, io) {
    readFlags(args, {}, 0);
    const config = await loadConfig(io.env);
    const app = await openApp(config, realHost(config));
    const { url, setupUrl, stop } = await startApp(app);
    const { runtime, edge } = app.world;
    io.out(`AutoStack runs at ${url} (runtime: ${runtime.name}, edge: ${edge.name}).\n`);
    if (setupUrl) io.out(`Make the owner's account, once: ${setupUrl}\n`);
    keepMemoryTidy(() => app.db.run("pragma shrink_memory"));
    await aborted(io.signal);
    io.err("Stopping…\n");
    await stop();
    return EXIT.ok;
  },
};

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
