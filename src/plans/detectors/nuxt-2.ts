import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { startScript } from "../javascript/entry.ts";
import type { FrameworkBase } from "../javascript/framework.ts";
import { configNames, frameworkBase, serverOf, siteOf } from "../javascript/framework.ts";
import { readListening } from "../javascript/listening.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import type { Place } from "../javascript/static-site.ts";
import { isOlder, settingOf, withLegacyHashes } from "../javascript/static-site.ts";

const CONFIGS = configNames("nuxt");
const FOR_FILES = /^[ \t]{0,20}(?:target:\s{0,9}["'`]static["'`]|mode:\s{0,9}["'`]spa["'`]|ssr:\s{0,9}false\b)/m;
const ANSWERS = /^[ \t]{0,20}serverMiddleware:/m;
const GENERATES = /\bnuxt(?:-ts)? generate\b/;
const OUTPUT = /\bgenerate:\s{0,9}\{[^}]{0,400}?\bdir:\s{0,9}["'`]([\w./-]{1,200})["'`]/;
const NUXT = { name: "Nuxt", dependency: "nuxt", build: "nuxt build", generate: "nuxt generate" } as const;

/** The page that Nuxt writes for paths that it did not render. */
const FALLBACK = "200.html";

function generateLine({ scripts }: PackageJson, { packageManager }: FrameworkBase): string {
  const script = ["build", "generate"].find((name) => GENERATES.test(scripts[name] ?? ""));
  return script ? `${packageManager} run ${script}` : NUXT.generate;
}

function site(folder: Folder, base: FrameworkBase, at: Place): Draft {
  const output = settingOf(folder, CONFIGS, OUTPUT) ?? { folder: "dist", at };
  const facts = [fact("output", output.folder, output.at), fact("fallback", FALLBACK, at)];
  return siteOf({ ...base, facts: [...base.facts, ...facts] }, output.folder);
}

/** A server of the project's own that hands requests to Nuxt. */
function ownServer(pkg: PackageJson): string | null {
  const start = startScript(pkg, "npm");
  return start && /\bnode\b/.test(start.facts[0]?.value ?? "") ? start.command : null;
}

function server(folder: Folder, pkg: PackageJson, base: FrameworkBase): Draft {
  const own = ownServer(pkg);
  if (!own) return serverOf(folder, pkg, base, { start: "nuxt start --hostname 0.0.0.0 --port $PORT", port: 3000 });
  const { port, facts } = readListening(folder, pkg, 3000);
  return serverOf(folder, pkg, { ...base, facts: [...base.facts, ...facts] }, { start: own, port });
}

/** Where it is said that files are all that is wanted. */
function saysFiles(folder: Folder, pkg: PackageJson): Place | null {
  if (GENERATES.test(pkg.scripts.build ?? "")) return pkg.at("scripts", "build");
  return folder.find(CONFIGS, ANSWERS) ? null : folder.find(CONFIGS, FOR_FILES);
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(NUXT.dependency) || !isOlder(pkg, NUXT.dependency, 3)) return null;
  const read = frameworkBase(folder, pkg, NUXT);
  const at = saysFiles(folder, pkg);
  const build = at ? generateLine(pkg, read) : read.build;
  const base = withLegacyHashes({ ...read, build }, pkg, placeOf(pkg, NUXT.dependency));
  return at ? site(folder, base, at) : server(folder, pkg, base);
}

export const nuxt2Detector: Detector = {
  name: "Nuxt 2",
  looksFor: "`nuxt` of version 2 or older among the dependencies of package.json",
  detect,
};
