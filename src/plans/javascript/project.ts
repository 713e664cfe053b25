import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { bunRuntime, nodeRuntime } from "./node-version.ts";
import type { PackageJson } from "./package-json.ts";
import { dependenciesOf, placeOf } from "./package-json.ts";
import type { PackageManager } from "./package-manager.ts";
import { packageManagerOf } from "./package-manager.ts";

/** What every JavaScript stack has in common: language, runtime, install, build and databases. */
export function javascriptBase(folder: Folder, pkg: PackageJson, name: "node" | "bun") {
  const manager = packageManagerOf(folder, pkg, name);
  const { runtime, facts: versionFacts } = name === "bun" ? bunRuntime(folder, pkg) : nodeRuntime(folder, pkg);
  const { databases, facts: databaseFacts } = readDatabases(folder, dependenciesOf(pkg));
  const build = pkg.scripts.build ? manager.run("build") : null;
  const facts = [...versionFacts, ...manager.facts, ...databaseFacts];
  if (build) facts.push(fact("build", pkg.scripts.build ?? "", pkg.at("scripts", "build")));
  const { packageManager, prepare, install, manifests, findings } = manager;
  const language = folder.code.some((file) => /\.[cm]?tsx?$/.test(file)) ? "typescript" : "javascript";
  const draft = {
    ...{ language, runtime, packageManager, prepare, install, manifests, build, databases, findings, facts },
  } satisfies Partial<Draft>;
  return { draft, manager };
}

export type JavascriptBase = { draft: ReturnType<typeof javascriptBase>["draft"]; manager: PackageManager };

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
