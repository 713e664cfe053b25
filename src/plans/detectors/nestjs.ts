import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { replacedStart, startScript } from "../javascript/entry.ts";
import { frameworkBase, serverOf } from "../javascript/framework.ts";
import { readListening, withinReach } from "../javascript/listening.ts";
import { readPackage } from "../javascript/package-json.ts";
import { compiledFile } from "../javascript/typescript-entry.ts";

const ENTRY_FILE = /"entryFile"\s*:\s*"([\w./-]{1,100})"/;
const MONOREPO_ROOT = /"root"\s*:\s*"(apps\/[\w-]{1,100})"/;
const NEST = {
  name: "NestJS",
  dependency: "@nestjs/core",
  build: "nest build",
  node: [
    [11, "20.0.0"],
    [10, "16.0.0"],
  ],
} as const;

/** Where `nest build` writes the program. */
function builtFile(folder: Folder): string {
  const app = folder.find(["nest-cli.json"], MONOREPO_ROOT)?.match[1];
  const name = folder.find(["nest-cli.json"], ENTRY_FILE)?.match[1] ?? "main";
  if (app) return `dist/${app}/${name}.js`;
  return compiledFile(folder, `src/${name}.ts`)?.output ?? `dist/${name}.js`;
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@nestjs/core") || !pkg.dependencies.has("@nestjs/common")) return null;
  const base = frameworkBase(folder, pkg, NEST);
  const script = startScript(pkg, "npm");
  const reached = withinReach(folder, script?.command ?? `node ${builtFile(folder)}`);
  const { start } = reached;
  const { port, facts, findings } = readListening(folder, pkg, 3000);
  const main = folder.firstOf("src/main.ts", "nest-cli.json");
  const started = script?.facts ?? (main ? [fact("start", start, main)] : []);
  const known = {
    ...base,
    facts: [...base.facts, ...started, ...reached.facts, ...facts],
    findings: [...base.findings, ...findings, ...(script ? [] : replacedStart(pkg, start))],
  };
  return serverOf(folder, pkg, known, { start, port });
}

export const nestDetector: Detector = {
  name: "NestJS",
  looksFor: "`@nestjs/core` among the dependencies of package.json",
  detect,
};
