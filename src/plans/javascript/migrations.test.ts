import { expect, test } from "bun:test";
import { Folder } from "../folder.ts";
import { treeOf } from "../source-tree.ts";
import { readMigrations } from "./migrations.ts";
import { EMPTY_PACKAGE, readPackage } from "./package-json.ts";

type Scripts = Record<string, string>;

function read(dependency: string, files: string[], scripts: Scripts = {}) {
  const contents = Object.fromEntries(files.map((file) => [file, ""]));
  const pkg = JSON.stringify({ scripts, devDependencies: { [dependency]: "1" } });
  const folder = new Folder(treeOf({ ...contents, "package.json": pkg }), ".");
  return readMigrations(folder, readPackage(folder) ?? EMPTY_PACKAGE, (script) => `npm run ${script}`);
}

const SCHEMA = "prisma/schema.prisma";
const MIGRATION = "prisma/migrations/20251120101500_first/migration.sql";

test.each([
  ["prisma", MIGRATION, "prisma migrate deploy"],
  ["drizzle-kit", "drizzle/0000_first.sql", "drizzle-kit migrate"],
  ["knex", "migrations/20251120101500_first.js", "knex migrate:latest"],
  ["sequelize-cli", "migrations/20251120101500-first.js", "sequelize-cli db:migrate"],
  ["@mikro-orm/cli", "src/migrations/Migration20251120101500.ts", "mikro-orm migration:up"],
])("%s with %s is migrated before the switch", (dependency, file, command) => {
  const { hooks, facts } = read(dependency, [file]);
  expect(hooks.beforeSwitch).toBe(command);
  expect(facts).toContainEqual({ name: "release", value: command, file, line: 0 });
});

test("a tool without migrations changes nothing", () => {
  for (const dependency of ["prisma", "drizzle-kit", "knex", "typeorm"]) {
    expect(read(dependency, ["src/index.ts"]).hooks).toEqual({});
  }
});

test("the project's own script knows better", () => {
  const files = ["src/migrations/1763700000000-First.ts"];
  expect(read("typeorm", files).hooks).toEqual({});
  const scripts = { migrate: "typeorm migration:run -d dist/data-source.js" };
  expect(read("typeorm", files, scripts).hooks.beforeSwitch).toBe("npm run migrate");
});

test("what the program does itself when it starts is not done again", () => {
  const scripts = { start: "prisma migrate deploy && node server.js" };
  expect(read("prisma", [SCHEMA, MIGRATION], scripts).hooks.beforeSwitch).toBeUndefined();
});

test("Prisma's client is written before the build, unless a script does so", () => {
  expect(read("prisma", [SCHEMA]).hooks.beforeBuild).toBe("prisma generate");
  expect(read("prisma", [SCHEMA], { postinstall: "prisma generate" }).hooks).toEqual({});
  expect(read("prisma", [SCHEMA], { build: "prisma generate && next build" }).hooks).toEqual({});
});

test("a migration in the build script is left out of a plain chain", () => {
  const readBuild = (scripts: Record<string, string>) => read("prisma", [SCHEMA, MIGRATION], scripts);
  const plain = readBuild({ build: "prisma generate && npx prisma migrate deploy && next build" });
  expect(plain).toMatchObject({ build: "prisma generate && next build", findings: [{ level: "info" }] });
  const wrapped = readBuild({ build: "prisma migrate deploy && next build", postbuild: "next-sitemap" });
  expect(wrapped).toMatchObject({ build: null, findings: [{ id: "migration-in-build", level: "warning" }] });
});

test("a migration in what the build script calls is pointed out", () => {
  const scripts = {
    build: "run-s build:db build:app",
    "build:db": "npm run migrate",
    migrate: "prisma migrate deploy",
  };
  expect(read("prisma", [SCHEMA, MIGRATION], scripts)).toMatchObject({
    ...{ build: null, findings: [{ id: "migration-in-build", level: "warning" }] },
  });
});

test("a script that builds or seeds besides is no release command", () => {
  const scripts = { setup: "npm run build && prisma migrate deploy", "db:deploy": "prisma migrate deploy" };
  expect(read("prisma", [MIGRATION], scripts).hooks.beforeSwitch).toBe("npm run db:deploy");
  expect(read("prisma", [MIGRATION], { setup: scripts.setup }).hooks.beforeSwitch).toBe("prisma migrate deploy");
});
