import { posix } from "node:path";
import { own } from "../../lib/own.ts";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { seenAbove } from "../folders-above.ts";
import { entryFiles } from "../javascript/entry.ts";
import { configNames } from "../javascript/framework.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { readPackage } from "../javascript/package-json.ts";
import type { StaticSite } from "../javascript/static-site.ts";
import { builtForSubfolder, flagOf, settingOf, startsProgram, staticSite } from "../javascript/static-site.ts";

const CONFIGS = configNames("vite");
const BUILDS = /\bvite(?:-ssg)? build\b/;

/** Frameworks that use Vite but answer requests with a server of their own. */
const WITH_A_SERVER =
  /^(?:@remix-run\/dev|@react-router\/dev|@sveltejs\/kit|@solidjs\/start|@tanstack\/.*-start|@builder\.io\/qwik-city|@qwik\.dev\/router|@analogjs\/platform|vike|@shopify\/hydrogen|nitro|nuxt|astro)$/;

const LIBRARIES: Record<string, string> = {
  react: "React",
  vue: "Vue",
  svelte: "Svelte",
  "solid-js": "Solid",
  preact: "Preact",
};

/** A setting's own line, or the first line of settings that begin on it: `export default defineConfig({ base: "/a/" })`. */
const SETTING =
  /(?:^[ \t]{0,8}|\b(?:defineConfig\(|export default )\s{0,9}(?:\([^)\n]{0,80}\)\s{0,9}=>\s{0,9}\(\s{0,9})?\{[^{}\n]{0,200}[\s,{])/
    .source;
const setting = (rest: RegExp) => new RegExp(SETTING + rest.source, "m");

const ROOT = setting(/root:\s{0,9}(?:(?:path\.)?(?:resolve|join)\([^"'`\n]{0,60})?["'`]([\w./-]{1,200})["'`]/);
const ROOT_ARGUMENT = /\bvite build (?!-)([\w./-]{1,200})/;
// The first of two is for the build: mode === "production" ? "/a/" : "/"
const BASE = setting(/base:\s{0,9}(?:[^,?\n]{1,80}\?\s{0,9})?["'`](\/[\w./-]{1,200})["'`]/);
const OUT_DIR = /\boutDir:\s{0,9}(?:(?:path\.)?(?:resolve|join)\([^"'`\n]{0,60})?["'`]([\w./-]{1,200})["'`]/;
const OUT_DIR_FLAG = /--outDir[= ]([\w./-]{1,200})/;
const OWN_INPUT = /\binput:\s{0,9}["'`{[\w]/;
const LIBRARY_MODE = /\blib:\s{0,9}\{/;
const SEVERAL_PAGES = /\bappType:\s{0,9}["'`]mpa|\binput:\s{0,9}[{[][^}\]]{0,400}\.html[^}\]]{0,400}\.html/;

function rootOf(folder: Folder, pkg: PackageJson): string {
  const named = flagOf(pkg, BUILDS, ROOT_ARGUMENT) ?? settingOf(folder, CONFIGS, ROOT);
  return posix.normalize(named?.folder ?? ".");
}

/** A program of the project's own renders what was built for it. */
const rendersItself = (folder: Folder, { scripts }: PackageJson) =>
  Object.values(scripts).some((line) => /\bvite build\b[^&|;]*\s--ssr\b/.test(line)) &&
  folder.firstOf(...entryFiles("node").filter((file) => /server\./.test(file))) !== null;

/** Something to build pages from, and not the files of a library. */
const hasPages = (folder: Folder, root: string) =>
  folder.has(posix.join(root, "index.html")) ||
  (folder.find(CONFIGS, OWN_INPUT) !== null && folder.find(CONFIGS, LIBRARY_MODE) === null);

/** Where the flag says, else the settings, both as seen from Vite's root. */
function outputOf(folder: Folder, pkg: PackageJson, root: string): StaticSite["output"] {
  const named = flagOf(pkg, BUILDS, OUT_DIR_FLAG) ?? settingOf(folder, CONFIGS, OUT_DIR);
  return { folder: seenAbove(root, named?.folder ?? "dist"), at: named?.at ?? null };
}

const TAURI = "src-tauri/tauri.conf.json";
const IN_A_WINDOW = {
  title: "These are the pages of a desktop program (Tauri): what they ask of its Rust side answers in its window only.",
  fix: "Deploy them when they also do without it; the program itself is published as packages.",
};
const ofDesktop = (folder: Folder) =>
  folder.has(TAURI) ? [finding("warning", "desktop-pages", IN_A_WINDOW, { file: TAURI, line: 1 })] : [];

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("vite") || startsProgram(pkg)) return null;
  if (rendersItself(folder, pkg)) return null;
  const names = [...pkg.dependencies.keys()];
  const root = rootOf(folder, pkg);
  if (names.some((name) => WITH_A_SERVER.test(name)) || !hasPages(folder, root)) return null;
  const library = names.map((name) => own(LIBRARIES, name)).find((name) => name !== undefined);
  const isOnePage = !pkg.dependencies.has("vite-ssg") && folder.find(CONFIGS, SEVERAL_PAGES) === null;
  return staticSite(folder, pkg, {
    name: library ? `Vite with ${library}` : "Vite",
    dependency: "vite",
    build: "vite build",
    builds: BUILDS,
    node: [
      [7, "20.19"],
      [5, "18.0"],
    ],
    output: outputOf(folder, pkg, root),
    fallback: isOnePage ? "index.html" : null,
    findings: [...builtForSubfolder(folder, CONFIGS, BASE), ...ofDesktop(folder)],
  });
}

export const viteDetector: Detector = {
  name: "Vite",
  looksFor: "`vite` among the dependencies of package.json, and an index.html",
  detect,
};
