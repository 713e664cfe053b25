import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { denoBase, readDenoConfig } from "../javascript/deno-project.ts";

const FRESH = /^(?:jsr:\/?@fresh\/core|https:\/\/deno\.land\/x\/fresh)/;

/** Version 2 is built into `_fresh`; version 1 runs from its source. */
function detect(folder: Folder): Draft | null {
  const config = readDenoConfig(folder);
  const [name, specifier] = Object.entries(config?.imports ?? {}).find(([, one]) => FRESH.test(one)) ?? [];
  if (!config || !name || !specifier) return null;
  const isSecond = specifier.startsWith("jsr:");
  const base = denoBase(folder, config, folder.firstOf("main.ts", "main.tsx", "main.js"));
  const builds = config.tasks.build ?? "";
  const build = builds ? "deno task build" : `deno run -A ${folder.has("dev.ts") ? "dev.ts build" : "npm:vite build"}`;
  return {
    ...base,
    kind: "server",
    framework: "Fresh",
    build,
    start: isSecond ? "deno serve -A --host 0.0.0.0 --port $PORT _fresh/server.js" : "deno run -A main.ts",
    port: 8000,
    health: "/",
    facts: [fact("framework", `Fresh ${isSecond ? 2 : 1}`, config.at(name)), ...base.facts],
  };
}

export const freshDetector: Detector = {
  name: "Fresh",
  looksFor: "`@fresh/core` among the imports of deno.json",
  detect,
};
