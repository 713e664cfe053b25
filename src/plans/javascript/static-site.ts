import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding } from "../plan.ts";
import { isForDevelopment } from "./development.ts";
import type { Framework, FrameworkBase } from "./framework.ts";
import { frameworkBase, siteOf } from "./framework.ts";
import { majorOf } from "./node-minimum.ts";
import type { PackageJson } from "./package-json.ts";
import { placeOf } from "./package-json.ts";

export type Place = { file: string; line: number };

/** A stack whose build ends in files. */
export type StaticSite = Framework & {
  /** The tool's own build in a script's line. */
  builds: RegExp;
  output: { folder: string; at: Place | null };
  /** The page that answers for all paths, where the browser does the routing. */
  fallback?: string | null;
  caches?: readonly string[];
  findings?: readonly Finding[];
};

/** Start lines that show built files on the developer's machine, or build and reload. */
const SHOWS_FILES =
  /^(?:npx (?:--yes |-y )?|cross-env (?:\w{1,40}=\S{0,80} ){1,9})?(?:serve|http-server|sirv|live-server|lite-server|browser-sync|vite|vitepress|vuepress|docusaurus|gatsby|(?:@11ty\/)?eleventy|hexo|ember|(?:start-)?storybook|parcel|ng|react-scripts|react-app-rewired|craco|vue-cli-service)(?=\s|$)/;
const RUNS_SCRIPT = /^(?:npm|pnpm|yarn|bun)(?: run)? ([\w:.-]{1,60})$/;

/** Whether `start` starts a program that answers requests itself, and no tool that shows files. */
export function startsProgram({ scripts }: PackageJson): boolean {
  const line = scripts["start:prod"] ?? scripts.start ?? "";
  const called = scripts[RUNS_SCRIPT.exec(line)?.[1] ?? ""] ?? line;
  return called !== "" && !SHOWS_FILES.test(called) && !isForDevelopment(called);
}

/** Makes a library of what the site only documents. */
export const COMPILES =
  /^(?:vue-tsc|tsc|tsup|tsdown|rollup|unbuild|babel|swc|microbundle|esbuild|vite build)(?=\s|$)[^&|;]*$/;

/** The script that runs the tool's build, `build` or another; `null` when the tool is to be run itself. */
export function buildScript({ scripts }: PackageJson, builds: RegExp): string | null {
  if (builds.test(scripts.build ?? "")) return "build";
  const other = Object.keys(scripts).find((name) => builds.test(scripts[name] ?? ""));
  return other ?? (scripts.build === undefined || COMPILES.test(scripts.build) ? null : "build");
}

/** A folder that a flag of the build's script names, `--outDir=site`. */
export function flagOf(pkg: PackageJson, builds: RegExp, flag: RegExp): { folder: string; at: Place } | null {
  const script = buildScript(pkg, builds);
  const folder = flag.exec(pkg.scripts[script ?? ""] ?? "")?.[1];
  return script && folder ? { folder, at: pkg.at("scripts", script) } : null;
}

/** A folder that a settings file names. */
export function settingOf(folder: Folder, files: readonly string[], setting: RegExp) {
  const hit = folder.find(files, setting);
  return hit?.match[1] ? { folder: hit.match[1], at: { file: hit.file, line: hit.line } } : null;
}

const LEGACY_HASHES = {
  title: "Its webpack uses hashes that Node has dropped since version 17; the build is told to allow them.",
  fix: "Upgrade the framework, then the build needs no NODE_OPTIONS=--openssl-legacy-provider.",
};

/** webpack 4 hashes with MD4, which the OpenSSL of Node 17 and later refuses. */
export function withLegacyHashes<Base extends FrameworkBase>(base: Base, pkg: PackageJson, at: Place): Base {
  const isAllowed = Object.values(pkg.scripts).some((line) => line.includes("openssl-legacy-provider"));
  if (isAllowed || Number(base.runtime.version) < 17) return base;
  const problem = finding("warning", "legacy-openssl", LEGACY_HASHES, at);
  const build = `NODE_OPTIONS=--openssl-legacy-provider ${base.build}`;
  return { ...base, build, findings: [...base.findings, problem] };
}

/** Whether a dependency is older than a major version. */
export const isOlder = (pkg: PackageJson, dependency: string, major: number): boolean =>
  (majorOf(pkg.dependencies.get(dependency)) ?? major) < major;

const subfolder = (path: string) => ({
  title: `The site is built for the folder ${path} of a domain.`,
  fix: "Set it to / when the site has a domain of its own, or its pages do not find their files.",
});

/** The setting of a site that was made for `user.github.io/project/`. */
export function builtForSubfolder(folder: Folder, files: readonly string[], setting: RegExp): Finding[] {
  const hit = folder.find(files, setting);
  const path = hit?.match[1];
  return hit && path ? [finding("warning", "site-subfolder", subfolder(path), hit)] : [];
}

/** The base of a site: frameworks that need more than `staticSite` gives go on from here. */
export function siteBase(folder: Folder, pkg: PackageJson, site: Framework & { builds: RegExp }): FrameworkBase {
  const base = frameworkBase(folder, pkg, site);
  const script = buildScript(pkg, site.builds);
  if (script === null) return { ...base, build: site.build, facts: base.facts.filter(({ name }) => name !== "build") };
  if (script === "build") return base;
  const facts = [...base.facts, fact("build", pkg.scripts[script] ?? "", pkg.at("scripts", script))];
  return { ...base, build: `${base.packageManager} run ${script}`, facts };
}

export function siteFrom(base: FrameworkBase, pkg: PackageJson, site: StaticSite): Draft {
  const { folder, at } = site.output;
  const facts: Fact[] = at ? [fact("output", folder, at)] : [];
  if (site.fallback) facts.push(fact("fallback", site.fallback, placeOf(pkg, site.dependency)));
  const draft = siteOf(base, folder, site.caches ?? []);
  return {
    ...draft,
    facts: [...base.facts, ...facts],
    findings: [...base.findings, ...(site.findings ?? [])],
  };
}

/** The plan of a site that a script builds, whatever its start script shows to developers. */
export const staticSite = (folder: Folder, pkg: PackageJson, site: StaticSite): Draft =>
  siteFrom(siteBase(folder, pkg, site), pkg, site);
