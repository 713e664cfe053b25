import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { AppPlan, Fact } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { bunRuntime, nodeRuntime } from "./node-version.ts";
import type { PackageJson } from "./package-json.ts";
import { dependenciesOf, placeOf } from "./package-json.ts";
import type { PackageManager } from "./package-manager.ts";
import { packageManagerOf } from "./package-manager.ts";

/** The part of a draft that every JavaScript stack has in common. */
export type JavascriptBase = Omit<PackageManager, "run"> &
  Pick<AppPlan, "language" | "runtime" | "build" | "databases">;

export function javascriptBase(folder: Folder, pkg: PackageJson, name: "node" | "bun"): JavascriptBase {
  const { run, ...manager } = packageManagerOf(folder, pkg, name);
  const { runtime, facts } = name === "bun" ? bunRuntime(folder, pkg) : nodeRuntime(folder, pkg);
  const databases = readDatabases(folder, dependenciesOf(pkg));
  const build = pkg.scripts.build ?? null;
  const buildFacts = build ? [fact("build", build, pkg.at("scripts", "build"))] : [];
  return {
    ...manager,
    language: folder.code.some((file) => /\.[cm]?tsx?$/.test(file)) ? "typescript" : "javascript",
    runtime,
    build: build && run("build"),
    databases: databases.databases,
    facts: [...facts, ...manager.facts, ...databases.facts, ...buildFacts],
  };
}

const FRAMEWORKS: Record<string, string> = {
  "@nestjs/core": "NestJS",
  fastify: "Fastify",
  express: "Express",
  koa: "Koa",
  hono: "Hono",
  elysia: "Elysia",
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
