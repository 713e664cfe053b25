import type { Detector, Draft } from "../detector.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact } from "../folder.ts";
import { startScript } from "../javascript/entry.ts";
import type { FrameworkBase } from "../javascript/framework.ts";
import { configNames, frameworkBase, serverOf, siteOf } from "../javascript/framework.ts";
import { readListening } from "../javascript/listening.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { readPackage } from "../javascript/package-json.ts";
import { membershipOf } from "../javascript/workspace.ts";
import type { Fact } from "../plan.ts";

const CONFIGS = configNames("next");
/** Also `isProd ? "export" : undefined`: a release is what counts. */
const OUTPUT =
  /\boutput:\s{0,9}(?:[^,\n?!]{0,80}(?:prod[^,\n?!]{0,40}\?|dev[^,\n?!]{0,40}\?\s{0,9}undefined\s{0,9}:)\s{0,9})?["'`](export|standalone)["'`]/i;
const DIST_DIR = /\bdistDir:\s*["'`](?:\.\/)?([\w./-]{1,100})["'`]/;
const BASE_PATH = /\bbasePath:\s*["'`](\/[\w./-]{1,100})["'`]/;
const NEXT = {
  name: "Next.js",
  dependency: "next",
  build: "next build",
  node: [
    [16, "20.9.0"],
    [15, "18.18.0"],
    [14, "18.17.0"],
  ],
} as const;

/** Before version 14 a command of its own wrote the files. */
const EXPORTS = /\bnext export\b(?:[^&|;]{0,100}?(?:-o|--outdir)[= ]([\w./-]{1,100}))?/;

type Config = {
  mode: string | null;
  distDir: string;
  /** Where the standalone server stands: a part of a workspace is traced from the workspace's root. */
  standalone: string;
  basePath: string | null;
  hits: Hit[];
};

function readConfig(folder: Folder): Config {
  const [output, distDir, basePath] = [OUTPUT, DIST_DIR, BASE_PATH].map((pattern) => folder.find(CONFIGS, pattern));
  const dist = distDir?.match[1]?.replace(/\/$/, "") ?? ".next";
  const member = membershipOf(folder)?.member.path;
  return {
    mode: output?.match[1] ?? null,
    distDir: dist,
    standalone: member ? `${dist}/standalone/${member}` : `${dist}/standalone`,
    basePath: basePath?.match[1] ?? null,
    hits: [output, distDir, basePath].filter((hit) => hit !== null && hit !== undefined),
  };
}

/** A standalone server is built without the files that a CDN would serve; beside it, Next serves them itself. */
const copyAssets = ({ distDir, standalone }: Config) =>
  `cp -r ${distDir}/static ${standalone}/${distDir}/ && if [ -d public ]; then cp -r public ${standalone}/; fi`;

/** A server of the project's own, `node server.js`; it calls Next and needs it whole. */
function ownServer(pkg: PackageJson): string | null {
  const start = startScript(pkg, "npm");
  return start && /\bnode\b|\btsx\b|npm run/.test(start.command) && !/standalone/.test(start.command)
    ? start.command
    : null;
}

function startOf(pkg: PackageJson, { mode, standalone }: Config): string {
  // Docker sets HOSTNAME to the container's name, and the standalone server would listen on that alone.
  if (mode === "standalone") return `HOSTNAME=0.0.0.0 node ${standalone}/server.js`;
  return ownServer(pkg) ?? "next start";
}

/** The folder of the files where the project is exported, by its settings or by a command of its own. */
function exported(pkg: PackageJson, { mode, distDir }: Config): { output: string; facts: Fact[] } | null {
  const written = EXPORTS.exec(pkg.scripts.build ?? "");
  if (written) {
    const output = written[1] ?? "out";
    return { output, facts: [fact("output", output, pkg.at("scripts", "build"))] };
  }
  return mode === "export" ? { output: distDir === ".next" ? "out" : distDir, facts: [] } : null;
}

function server(folder: Folder, pkg: PackageJson, base: FrameworkBase, config: Config): Draft {
  const { mode, distDir, basePath } = config;
  const isStandalone = mode === "standalone";
  const own = !isStandalone && ownServer(pkg) ? readListening(folder, pkg, 3000) : null;
  const read = { ...base, facts: [...base.facts, ...(own?.facts ?? [])] };
  return serverOf(folder, pkg, isStandalone ? { ...read, build: `${base.build} && ${copyAssets(config)}` } : read, {
    start: startOf(pkg, config),
    port: own?.port ?? 3000,
    caches: [`${distDir}/cache`],
    ship: isStandalone ? [`${distDir}/standalone`] : [],
    bundled: true,
    ...(basePath && { health: basePath }),
  });
}

function planOf(folder: Folder, pkg: PackageJson, base: FrameworkBase): Draft {
  const config = readConfig(folder);
  const facts = config.hits.map((hit) => fact(hit.match[0].split(":")[0] ?? "", hit.match[1] ?? "", hit));
  const read = { ...base, facts: [...base.facts, ...facts] };
  const site = exported(pkg, config);
  return site
    ? siteOf({ ...read, facts: [...read.facts, ...site.facts] }, site.output, [".next/cache"])
    : server(folder, pkg, read, config);
}

/** The plan of a project that stands on Next, under its own name. */
export function nextDraft(folder: Folder, pkg: PackageJson, name: string = NEXT.name): Draft {
  return planOf(folder, pkg, frameworkBase(folder, pkg, { ...NEXT, name }));
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  return pkg?.dependencies.has("next") ? nextDraft(folder, pkg) : null;
}

export const nextDetector: Detector = {
  name: "Next.js",
  looksFor: "`next` among the dependencies of package.json",
  detect,
};
