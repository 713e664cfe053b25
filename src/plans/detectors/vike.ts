import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { fileOf } from "../javascript/development.ts";
import { startScript } from "../javascript/entry.ts";
import { configNames, frameworkBase, serverOf, siteOf } from "../javascript/framework.ts";
import { readListening } from "../javascript/listening.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { readPackage } from "../javascript/package-json.ts";

const DEPENDENCIES = ["vike", "vite-plugin-ssr"];
const SETTINGS = [...configNames("vite"), "pages/+config.ts", "pages/+config.js", "renderer/+config.ts"];
const PRERENDERS = /\bprerender\s{0,9}:\s{0,9}(?:true|\{)/;
const SERVER_FILE = /(?:^|\/)\+server\.[cm]?[jt]s$/;
const HAS_SERVER = ["vike-server", "vike-photon", "@vikejs/express", "@vikejs/hono", "@vikejs/fastify"];

/** The build writes a server where one is named; else a script runs the project's own, or Vite shows what was built. */
function startOf(folder: Folder, pkg: PackageJson): string {
  const start = startScript(pkg, "npm");
  if (start) return start.command;
  const { preview = "" } = pkg.scripts;
  const shown = fileOf(preview) ? startScript({ ...pkg, scripts: { start: preview } }, "npm")?.command : null;
  if (shown) return shown === "npm run start" ? "npm run preview" : shown;
  const isBuilt = HAS_SERVER.some((name) => pkg.dependencies.has(name)) || folder.code.some((f) => SERVER_FILE.test(f));
  return isBuilt ? "node dist/server/index.mjs" : "vike preview --host 0.0.0.0 --port $PORT";
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const dependency = DEPENDENCIES.find((name) => pkg?.dependencies.has(name));
  if (!pkg || !dependency) return null;
  const build = dependency === "vike" ? "vike build" : "vite build";
  const base = frameworkBase(folder, pkg, { name: "Vike", dependency, build });
  const rendered = folder.find(SETTINGS, PRERENDERS);
  if (rendered && !startScript(pkg, "npm")) {
    const facts = [...base.facts, fact("prerender", "true", rendered)];
    return siteOf({ ...base, facts }, "dist/client");
  }
  const { port, facts, findings } = readListening(folder, pkg, 3000);
  const known = { ...base, facts: [...base.facts, ...facts], findings: [...base.findings, ...findings] };
  const start = startOf(folder, pkg);
  const draft = serverOf(folder, pkg, known, { start, port });
  // Vite itself answers then, and most projects have it for development only.
  return start.startsWith("vike preview") ? { ...draft, prune: null } : draft;
}

export const vikeDetector: Detector = {
  name: "Vike",
  looksFor: "`vike` or `vite-plugin-ssr` among the dependencies of package.json",
  detect,
};
