import { own } from "../../lib/own.ts";
import type { Folder, Hit } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import type { Dependency } from "./databases.ts";

/** An object-relational mapper, and where it is told what it talks to. */
type Mapper = { dependencies: readonly string[]; files: (folder: Folder) => readonly string[]; pattern: RegExp };

const NAMES: Record<string, string> = {
  postgres: "postgresql",
  postgresql: "postgresql",
  pg: "postgresql",
  cockroachdb: "postgresql",
  mysql: "mysql",
  mysql2: "mysql",
  mariadb: "mysql",
  sqlite: "sqlite",
  sqlite3: "sqlite",
  "better-sqlite3": "sqlite",
  turso: "sqlite",
  libsql: "sqlite",
  mongodb: "mongodb",
  mongo: "mongodb",
  mssql: "sqlserver",
  sqlserver: "sqlserver",
};

const code = (folder: Folder) => folder.code;
const schemas = (folder: Folder) => folder.list.ending("prisma");
const named = (pattern: RegExp) => (folder: Folder) => folder.files.filter((file) => pattern.test(file));

const MAPPERS: readonly Mapper[] = [
  {
    dependencies: ["prisma", "@prisma/client"],
    files: schemas,
    pattern: /datasource\s+\w+\s*\{[^}]{0,2000}?provider\s*=\s*"(\w+)"/,
  },
  {
    dependencies: ["drizzle-kit", "drizzle-orm"],
    files: named(/^drizzle[\w.-]*\.config\.[cm]?[jt]s$/),
    pattern: /\bdialect:\s*["'`](\w+)["'`]/,
  },
  {
    dependencies: ["typeorm", "@nestjs/typeorm"],
    files: code,
    pattern: /\btype:\s*["'`](postgres|cockroachdb|mysql|mariadb|better-sqlite3|sqlite|mongodb|mssql)["'`]/,
  },
  {
    dependencies: ["knex", "objection"],
    files: code,
    pattern: /\bclient:\s*["'`](pg|postgres|postgresql|mysql2?|mariadb|better-sqlite3|sqlite3|mssql)["'`]/,
  },
  {
    dependencies: ["sequelize", "sequelize-typescript", "@sequelize/core"],
    files: code,
    pattern: /\bdialect:\s*["'`](postgres|mysql|mariadb|sqlite|mssql)["'`]/,
  },
  {
    dependencies: ["@adonisjs/lucid"],
    files: named(/^config\/database\.[jt]s$/),
    pattern: /\bclient:\s*["'`](pg|mysql2?|better-sqlite3|sqlite3|mssql)["'`]/,
  },
];

/** A schema alone proves Prisma: its command may come from anywhere. */
const applies = (folder: Folder, { dependencies, files }: Mapper, names: ReadonlySet<string>) =>
  dependencies.some((name) => names.has(name)) || (files === schemas && schemas(folder).length > 0);

function toFact(hit: Hit | null): Fact[] {
  const database = own(NAMES, hit?.match[1]?.toLowerCase() ?? "");
  return hit && database ? [fact("database", database, hit)] : [];
}

/** What the mappers of a project are set to. */
export function dialectFacts(folder: Folder, dependencies: readonly Dependency[]): Fact[] {
  const names = new Set(dependencies.map(({ name }) => name));
  return MAPPERS.filter((mapper) => applies(folder, mapper, names)).flatMap((mapper) =>
    toFact(folder.find(mapper.files(folder), mapper.pattern)),
  );
}
