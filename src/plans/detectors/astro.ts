import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { startScript } from "../javascript/entry.ts";
import type { FrameworkBase } from "../javascript/framework.ts";
import { builtForAnother, configNames, frameworkBase, serverOf, siteOf, unfinished } from "../javascript/framework.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const CONFIGS = configNames("astro");
const OUT_DIR = /\boutDir:\s*["'`](?:\.\/)?([\w./-]{1,100}?)\/?["'`]/;
const SERVER_OUTPUT = /\boutput:\s*["'`](server|hybrid)["'`]/;
const MIDDLEWARE = /\bmode:\s*["'`]middleware["'`]/;
const ADAPTERS = ["@astrojs/vercel", "@astrojs/netlify", "@astrojs/cloudflare", "@deno/astro-adapter"];
const ASTRO = {
  name: "Astro",
  dependency: "astro",
  build: "astro build",
  node: [
    [6, "22.12.0"],
    [5, "18.20.8"],
  ],
} as const;
const CACHES = ["node_modules/.astro"];
const INSTEAD = "Run `npx astro add node` to build a server for Node, or take the adapter out to build a static site.";

const NO_ADAPTER = {
  title: "Astro is to render on request, and no adapter says by which server.",
  fix: "Run `npx astro add node`, or take `output` out of the configuration to build a static site.",
};
const NO_SERVER = {
  title: "Astro is built as a middleware, and no start script starts a server around it.",
  fix: 'Set `adapter: node({ mode: "standalone" })`, or add the start script of your server.',
};

function nodeServer(folder: Folder, pkg: PackageJson, base: FrameworkBase, outDir: string): Draft {
  const middleware = folder.find(CONFIGS, MIDDLEWARE);
  const own = startScript(pkg, "npm");
  if (middleware && !own) return unfinished(base, finding("error", "no-start", NO_SERVER, middleware));
  // It listens on localhost unless it is told otherwise.
  const start = middleware && own ? own.command : `HOST=0.0.0.0 node ${outDir}/server/entry.mjs`;
  const facts = [...base.facts, fact("adapter", "@astrojs/node", placeOf(pkg, "@astrojs/node"))];
  return serverOf(folder, pkg, { ...base, facts }, { start, port: 4321, caches: CACHES, bundled: true });
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("astro")) return null;
  const read = frameworkBase(folder, pkg, ASTRO);
  const configured = folder.find(CONFIGS, OUT_DIR);
  const outDir = configured?.match[1] ?? "dist";
  const base = configured ? { ...read, facts: [...read.facts, fact("output", outDir, configured)] } : read;
  const uses = (adapter: string) =>
    pkg.dependencies.has(adapter) && folder.find(CONFIGS, new RegExp(`["']${adapter}(?:/[\\w-]+)?["']`)) !== null;
  if (uses("@astrojs/node")) return nodeServer(folder, pkg, base, outDir);
  const other = ADAPTERS.find(uses);
  if (other) return unfinished(base, builtForAnother("Astro", other, INSTEAD, placeOf(pkg, other)));
  const server = folder.find(CONFIGS, SERVER_OUTPUT);
  if (server) return unfinished(base, finding("error", "no-adapter", NO_ADAPTER, server));
  return siteOf(base, outDir, CACHES);
}

export const astroDetector: Detector = {
  name: "Astro",
  looksFor: "`astro` among the dependencies of package.json",
  detect,
};
