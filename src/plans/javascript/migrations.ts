import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding, Hooks } from "../plan.ts";
import type { PackageJson } from "./package-json.ts";

/** What a project's object-relational mapper asks of a deployment beside the program itself. */
export type Migrations = {
  /** Before the build a client is written from the schema; before the switch of traffic migrations are applied. */
  hooks: Partial<Hooks>;
  /** The build script's line without the migration that it begins with; `null`: the script is run as it stands. */
  build: string | null;
  facts: Fact[];
  findings: Finding[];
};

type Place = { file: string; line: number };

/** A mapper's migrations: the folder of files that prove them, and the line that applies them. */
type Tool = {
  name: string;
  dependencies: readonly string[];
  /** A script that does it, by what its line calls. */
  script: RegExp;
  files: RegExp;
  /** The line without such a script; `null` where the tool needs to be told more than its files say. */
  command: string | null;
};

const TOOLS: readonly Tool[] = [
  {
    name: "Prisma",
    dependencies: ["prisma"],
    script: /\bprisma migrate deploy\b/,
    files: /(?:^|\/)migrations\/[^/]+\/migration\.sql$/,
    command: "prisma migrate deploy",
  },
  {
    name: "Drizzle",
    dependencies: ["drizzle-kit"],
    script: /\bdrizzle-kit migrate\b/,
    files: /(?:^|\/)meta\/_journal\.json$|(?:^|\/)\d{4,14}_[\w-]+(?:\.sql|\/migration\.sql)$/,
    command: "drizzle-kit migrate",
  },
  {
    name: "TypeORM",
    dependencies: ["typeorm"],
    script: /\btypeorm\b[^\n]{0,200}\bmigration:run\b/,
    files: /(?:^|\/)migrations?\/[^/]+\.[jt]s$/,
    command: null,
  },
  {
    name: "Knex",
    dependencies: ["knex"],
    script: /\bknex\b[^\n]{0,200}\bmigrate:latest\b/,
    files: /(?:^|\/)migrations\/\d{14}_[^/]+\.[cm]?[jt]s$/,
    command: "knex migrate:latest",
  },
  {
    name: "Sequelize",
    dependencies: ["sequelize-cli"],
    script: /\bsequelize(?:-cli)?\b[^\n]{0,200}\bdb:migrate\b(?!:)/,
    files: /(?:^|\/)migrations\/\d{14}-[^/]+\.[cm]?js$/,
    command: "sequelize-cli db:migrate",
  },
  {
    name: "MikroORM",
    dependencies: ["@mikro-orm/cli"],
    script: /\bmikro-orm\b[^\n]{0,200}\bmigration:up\b/,
    files: /(?:^|\/)migrations\/Migration\w+\.[jt]s$/,
    command: "mikro-orm migration:up",
  },
];

const GENERATE = /\bprisma generate\b/;
const SCHEMA_NAMES = ["prisma/schema.prisma", "schema.prisma", "src/prisma/schema.prisma"];
const BEFORE_BUILD = ["build", "prebuild", "postinstall", "prepare", "install"];

const IN_BUILD = {
  title: "The build script changes the database, which a build does not reach.",
  fix: "Take the migration out of the build script; the plan runs it before traffic is switched.",
};

const LEFT_OUT = {
  title: "The build script changes the database, which a build does not reach; the plan leaves that out of the build.",
  fix: "Nothing has to be done: the migration runs before traffic is switched.",
};

/** Commands of one chain, of which none asks for a shell that keeps what another one set. */
const CHAINED = /^[\w@./:=, -]{1,200}$/;

/** `prisma generate && prisma migrate deploy && next build` without its middle. */
function withoutMigration({ scripts }: PackageJson, script: RegExp): string | null {
  const parts = (scripts.build ?? "").split(" && ");
  const rest = parts.filter((part) => !script.test(part));
  const isAlone = scripts.prebuild === undefined && scripts.postbuild === undefined;
  const isPlain = rest.length > 0 && rest.length < parts.length && parts.every((part) => CHAINED.test(part));
  return isAlone && isPlain ? rest.join(" && ") : null;
}

const runs = (pkg: PackageJson, pattern: RegExp, names: readonly string[]): string | null =>
  names.find((name) => pattern.test(pkg.scripts[name] ?? "")) ?? null;

const CALLED = /\b(?:npm run|pnpm(?: run)?|yarn(?: run)?|bun run|run-s|npm-run-all2?(?: -s)?) ([\w:. *-]{1,200})/g;
const MOST_CALLS = 20;

/** The build's scripts with all that they call: `run-s build:migrate build:app`, `npm run migrate && next build`. */
function calledByBuild({ scripts }: PackageJson): string[] {
  const seen = new Set(BEFORE_BUILD.filter((name) => scripts[name] !== undefined));
  for (const name of seen) {
    const words = [...(own(scripts, name) ?? "").matchAll(CALLED)].flatMap(([, called]) => (called ?? "").split(" "));
    for (const word of words) if (own(scripts, word) !== undefined && seen.size < MOST_CALLS) seen.add(word);
  }
  return [...seen];
}

/** The schema, wherever it is told to be. */
export function prismaSchema(folder: Folder): string | null {
  return (
    folder.firstOf(...SCHEMA_NAMES) ??
    folder.list.ending("prisma").find((file) => /(?:^|\/)prisma\/[\w/.-]+$/.test(file)) ??
    null
  );
}

function generateOf(folder: Folder, pkg: PackageJson): { line: string | null; facts: Fact[] } {
  const schema = prismaSchema(folder);
  if (!schema || !pkg.dependencies.has("prisma") || runs(pkg, GENERATE, BEFORE_BUILD)) return { line: null, facts: [] };
  return { line: "prisma generate", facts: [fact("client", "prisma generate", schema)] };
}

/** A script that applies migrations, and does not build, seed or reset besides: those belong to no release. */
const isRelease = (line: string, script: RegExp) =>
  script.test(line) && !/\b(?:build|seed|reset|dev|start|watch)\b/.test(line);

/** What applies the tool's migrations, unless the program does so itself when it starts. */
function migrateOf(folder: Folder, pkg: PackageJson, tool: Tool, run: (script: string) => string) {
  const dependency = tool.dependencies.find((name) => pkg.dependencies.has(name));
  const proof = dependency && folder.files.find((file) => tool.files.test(file));
  if (!dependency || !proof || runs(pkg, tool.script, ["start", "start:prod", "prestart"])) return null;
  const inBuild = runs(pkg, tool.script, calledByBuild(pkg));
  const script = Object.keys(pkg.scripts).find(
    (name) => !BEFORE_BUILD.includes(name) && isRelease(pkg.scripts[name] ?? "", tool.script),
  );
  const command = script ? run(script) : tool.command;
  if (!command) return null;
  const at: Place = script ? pkg.at("scripts", script) : { file: proof, line: 0 };
  const build = inBuild === "build" ? withoutMigration(pkg, tool.script) : null;
  const [level, words] = build ? (["info", LEFT_OUT] as const) : (["warning", IN_BUILD] as const);
  const findings = inBuild ? [finding(level, "migration-in-build", words, pkg.at("scripts", inBuild))] : [];
  return { command, build, facts: [fact("release", command, at), fact("migrations", tool.name, proof)], findings };
}

export function readMigrations(folder: Folder, pkg: PackageJson, run: (script: string) => string): Migrations {
  const { line, facts } = generateOf(folder, pkg);
  const hooks = line ? { beforeBuild: line } : {};
  for (const tool of TOOLS) {
    const found = migrateOf(folder, pkg, tool, run);
    if (!found) continue;
    return {
      hooks: { ...hooks, beforeSwitch: found.command },
      build: found.build,
      facts: [...facts, ...found.facts],
      findings: found.findings,
    };
  }
  return { hooks, build: null, facts, findings: [] };
}
