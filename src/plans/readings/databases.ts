import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";

/** A dependency by its name, and where it stands. */
export type Dependency = { name: string; file: string; line: number };

const BY_DEPENDENCY: Record<string, readonly string[]> = {
  postgresql: [
    "pg",
    "postgres",
    "pg-promise",
    "@neondatabase/serverless",
    "psycopg",
    "psycopg2",
    "psycopg2-binary",
    "asyncpg",
    "npgsql",
    "npgsql.entityframeworkcore.postgresql",
    "postgrex",
  ],
  mysql: ["mysql", "mysql2", "mariadb", "mysqlclient", "pymysql", "aiomysql", "mysqlconnector", "pomelo.entityframeworkcore.mysql", "myxql"],
  mongodb: ["mongodb", "mongoose", "pymongo", "motor", "mongoengine", "mongodb.driver", "mongodb_driver"],
  redis: ["redis", "ioredis", "bullmq", "bull", "django-redis", "rq", "stackexchange.redis", "redix"],
  sqlserver: ["mssql", "microsoft.data.sqlclient", "microsoft.entityframeworkcore.sqlserver", "pymssql"],
  sqlite: ["better-sqlite3", "sqlite3", "aiosqlite", "microsoft.entityframeworkcore.sqlite", "ecto_sqlite3"],
};

const PRISMA_PROVIDER = /datasource\s+\w+\s*\{[^}]{0,2000}?provider\s*=\s*"(\w+)"/;
const SQLITE_IN_CODE = /["'](?:bun|node):sqlite["']|^[ \t]*import sqlite3\b/m;

function databaseFacts(folder: Folder, dependencies: readonly Dependency[]): Fact[] {
  const facts = Object.entries(BY_DEPENDENCY).flatMap(([database, names]) =>
    dependencies.filter(({ name }) => names.includes(name)).map((at) => fact("database", database, at)),
  );
  const schema = folder.find(["prisma/schema.prisma", "schema.prisma"], PRISMA_PROVIDER);
  if (schema?.match[1]) facts.push(fact("database", schema.match[1], schema));
  const sqlite = folder.find(folder.code, SQLITE_IN_CODE);
  if (sqlite) facts.push(fact("database", "sqlite", sqlite));
  return facts;
}

/** The databases that the program reaches, by what it depends on. */
export function readDatabases(
  folder: Folder,
  dependencies: readonly Dependency[],
): { databases: string[]; facts: Fact[] } {
  const facts = databaseFacts(folder, dependencies);
  return { databases: [...new Set(facts.map(({ value }) => value))].sort(), facts };
}
