import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import type { JavascriptBase } from "../javascript/project.ts";
import { javascriptBase } from "../javascript/project.ts";
import { readHealth } from "../readings/ports.ts";

const CONFIGS = ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"];

/** A standalone server is built without the files that a CDN would serve; beside it, Next serves them itself. */
const COPY_ASSETS =
  "cp -r .next/static .next/standalone/.next/ && if [ -d public ]; then cp -r public .next/standalone/; fi";

function exported(folder: Folder, base: JavascriptBase): Draft {
  const distDir = folder.find(CONFIGS, /\bdistDir:\s*["'`]([\w./-]+)["'`]/);
  return { ...base, kind: "static", framework: "Next.js", output: distDir?.match[1] ?? "out" };
}

function server(folder: Folder, base: JavascriptBase, standalone: boolean): Draft {
  const { health, facts } = readHealth(folder);
  return {
    ...base,
    kind: "server",
    framework: "Next.js",
    build: standalone ? `${base.build} && ${COPY_ASSETS}` : base.build,
    // Docker sets HOSTNAME to the container's name, and the standalone server would listen on that alone.
    start: standalone ? "HOSTNAME=0.0.0.0 node .next/standalone/server.js" : "next start",
    port: 3000,
    health,
    facts: [...base.facts, ...facts],
  };
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("next")) return null;
  const read = javascriptBase(folder, pkg, "node");
  const output = folder.find(CONFIGS, /\boutput:\s*["'`](export|standalone)["'`]/);
  const mode = output?.match[1];
  const facts = [fact("framework", "Next.js", placeOf(pkg, "next"))];
  if (output && mode) facts.push(fact("output", mode, output));
  const base = { ...read, build: read.build ?? "next build", facts: [...read.facts, ...facts] };
  return mode === "export" ? exported(folder, base) : server(folder, base, mode === "standalone");
}

export const nextDetector: Detector = {
  name: "Next.js",
  looksFor: "`next` among the dependencies of package.json",
  detect,
};
