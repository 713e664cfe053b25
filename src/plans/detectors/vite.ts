import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { startScript } from "../javascript/entry.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import { javascriptBase } from "../javascript/project.ts";
import type { Fact } from "../plan.ts";

const CONFIGS = ["vite.config.js", "vite.config.ts", "vite.config.mjs", "vite.config.mts", "vite.config.cjs"];

/** Frameworks that use Vite but answer requests with a server of their own. */
const WITH_A_SERVER =
  /^(?:@remix-run\/dev|@react-router\/dev|@sveltejs\/kit|@solidjs\/start|@tanstack\/.*-start|@builder\.io\/qwik-city|@analogjs\/platform|vike|@shopify\/hydrogen|nitro|nuxt|astro)$/;

const LIBRARIES: Record<string, string> = {
  react: "React",
  vue: "Vue",
  svelte: "Svelte",
  "solid-js": "Solid",
  preact: "Preact",
};

function outputOf(folder: Folder, pkg: PackageJson): { output: string; facts: Fact[] } {
  const named = /--outDir[= ]([\w./-]+)/.exec(pkg.scripts.build ?? "")?.[1];
  if (named) return { output: named, facts: [fact("output", named, pkg.at("scripts", "build"))] };
  const configured = folder.find(CONFIGS, /\boutDir:\s*["'`]([\w./-]+)["'`]/);
  const output = configured?.match[1];
  return configured && output ? { output, facts: [fact("output", output, configured)] } : { output: "dist", facts: [] };
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("vite") || startScript(pkg, "npm")) return null;
  const names = [...pkg.dependencies.keys()];
  if (names.some((name) => WITH_A_SERVER.test(name))) return null;
  const base = javascriptBase(folder, pkg, "node");
  const library = names.map((name) => LIBRARIES[name]).find((name) => name !== undefined);
  const framework = library ? `Vite with ${library}` : "Vite";
  const { output, facts } = outputOf(folder, pkg);
  const at = placeOf(pkg, "vite");
  const recognised = [fact("framework", framework, at), ...facts, fact("fallback", "index.html", at)];
  const build = base.build ?? "vite build";
  return { ...base, kind: "static", framework, build, output, facts: [...base.facts, ...recognised] };
}

export const viteDetector: Detector = {
  name: "Vite",
  looksFor: "`vite` among the dependencies of package.json",
  detect,
};
