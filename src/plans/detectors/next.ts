import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import type { JavascriptBase } from "../javascript/project.ts";
import { javascriptBase } from "../javascript/project.ts";
import { readHealth } from "../readings/ports.ts";

const CONFIGS = ["next.config.js", "next.config.mjs", "next.config.ts", "next.config.cjs"];

/** A standalone server is built without the files that a CDN would serve; beside it, Next serves them itself. */
const COPY_ASSETS =
  "cp -r .next/static .next/standalone/.next/ && if [ -d public ]; then cp -r public .next/standalone/; fi";

function exported(folder: Folder, draft: Draft): Draft {
  const distDir = folder.find(CONFIGS, /\bdistDir:\s*["'`]([\w./-]+)["'`]/);
  return { ...draft, kind: "static", output: distDir?.match[1] ?? "out" };
}

function server(folder: Folder, draft: Draft, standalone: boolean): Draft {
  const { health, facts } = readHealth(folder);
  return {
    ...draft,
    build: standalone ? `${draft.build} && ${COPY_ASSETS}` : (draft.build ?? null),
    // Docker sets HOSTNAME to the container's name, and the standalone server would listen on that alone.
    start: standalone ? "HOSTNAME=0.0.0.0 node .next/standalone/server.js" : "next start",
    port: 3000,
    health,
    facts: [...(draft.facts ?? []), ...facts],
  };
}

function base(folder: Folder, pkg: PackageJson): { draft: Draft } {
  const { draft }: JavascriptBase = javascriptBase(folder, pkg, "node");
  const facts = [...draft.facts, fact("framework", "Next.js", placeOf(pkg, "next"))];
  return { draft: { ...draft, kind: "server", framework: "Next.js", build: draft.build ?? "next build", facts } };
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("next")) return null;
  const { draft } = base(folder, pkg);
  const output = folder.find(CONFIGS, /\boutput:\s*["'`](export|standalone)["'`]/);
  if (!output) return server(folder, draft, false);
  const mode = output.match[1] ?? "";
  const known = { ...draft, facts: [...(draft.facts ?? []), fact("output", mode, output)] };
  return mode === "export" ? exported(folder, known) : server(folder, known, true);
}

export const nextDetector: Detector = { looksFor: "`next` among the dependencies of package.json", detect };
