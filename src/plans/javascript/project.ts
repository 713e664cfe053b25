import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { AppPlan, Fact, Hooks } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { readMigrations } from "./migrations.ts";
import { bunRuntime, nodeRuntime } from "./node-version.ts";
import type { PackageJson } from "./package-json.ts";
import { dependenciesOf, placeOf } from "./package-json.ts";
import type { PackageManager } from "./package-manager.ts";
import { packageManagerOf } from "./package-manager.ts";
import { systemNeeds } from "./system-packages.ts";

const INSTALLS = /\b(?:npm (?:ci|i|install)|yarn install|yarn(?= |$)(?! run| build)|pnpm (?:i|install)|bun install)\b/;

/** What a build is called elsewhere, where it compiles the program. */
const COMPILE_SCRIPTS = ["build:prod", "build:production", "compile", "build:ts", "build:server", "tsc", "transpile"];
const compiles = (line: string) =>
  /\b(?:tsc|tsup|tsdown|swc|babel|esbuild|webpack|rollup|ncc|nest build|vite build|ng build|npm run)\b/.test(line) &&
  !/--no-?emit|--watch|\s-w\b/i.test(line);
const RUNS_TYPESCRIPT = /\b(?:tsx|ts-node|bun)\b|\.[cm]?tsx?\b/;
const callsScript = (line: string, name: string) => line.split(/\s+/).includes(name);

/** Heroku's own script stands in for `build`; it counts where that is missing or leaves out an install of a part. */
function deployScript(scripts: PackageJson["scripts"]): string | null {
  const { build, "heroku-postbuild": deploy } = scripts;
  if (deploy && !/^echo\b/.test(deploy) && (!build || (INSTALLS.test(deploy) && !INSTALLS.test(build)))) {
    return "heroku-postbuild";
  }
  if (build !== undefined) return "build";
  // What is started as TypeScript needs no compiler, which might find fault with its types.
  if (RUNS_TYPESCRIPT.test(scripts.start ?? "")) return null;
  return (
    COMPILE_SCRIPTS.find((name) => compiles(scripts[name] ?? "") && !callsScript(scripts.start ?? "", name)) ?? null
  );
}

/** The part of a draft that every JavaScript stack has in common. */
export type JavascriptBase = Omit<PackageManager, "run"> &
  Pick<AppPlan, "language" | "runtime" | "build" | "databases" | "packages"> & { hooks: Partial<Hooks> };

/** Commands joined so that each runs only when the one before it went well. */
export const joined = (...lines: (string | null)[]): string | null => lines.filter(Boolean).join(" && ") || null;

export function javascriptBase(folder: Folder, pkg: PackageJson, name: "node" | "bun"): JavascriptBase {
  const { run, ...manager } = packageManagerOf(folder, pkg, name);
  const { runtime, facts, findings } = name === "bun" ? bunRuntime(folder, pkg) : nodeRuntime(folder, pkg);
  const databases = readDatabases(folder, dependenciesOf(pkg));
  const script = deployScript(pkg.scripts);
  const buildFacts = script ? [fact("build", pkg.scripts[script] ?? "", pkg.at("scripts", script))] : [];
  const system = systemNeeds(pkg);
  // The release has the runtime's own manager and no other.
  const migrations = readMigrations(folder, pkg, (script) => `${name === "bun" ? "bun" : "npm"} run ${script}`);
  return {
    ...manager,
    language: folder.code.some((file) => /\.[cm]?tsx?$/.test(file)) ? "typescript" : "javascript",
    runtime,
    packages: system.packages,
    build: (script === "build" && migrations.build) || (script && run(script)),
    databases: databases.databases,
    hooks: migrations.hooks,
    facts: [...facts, ...manager.facts, ...databases.facts, ...buildFacts, ...migrations.facts, ...system.facts],
    findings: [...findings, ...manager.findings, ...migrations.findings, ...system.findings],
  };
}

const FRAMEWORKS: Record<string, string> = {
  "@nestjs/core": "NestJS",
  fastify: "Fastify",
  express: "Express",
  koa: "Koa",
  hono: "Hono",
  elysia: "Elysia",
  "@hapi/hapi": "Hapi",
  restify: "Restify",
  polka: "Polka",
  sails: "Sails",
  h3: "h3",
};

/** The web framework by its dependency, with the line that names it. */
export function frameworkOf(pkg: PackageJson): { framework: string | null; facts: Fact[] } {
  for (const [dependency, framework] of Object.entries(FRAMEWORKS)) {
    if (pkg.dependencies.has(dependency)) {
      return { framework, facts: [fact("framework", framework, placeOf(pkg, dependency))] };
    }
  }
  return { framework: null, facts: [] };
}
