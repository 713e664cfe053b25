import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import { DRIVERS } from "./database-drivers.ts";
import { filesWith } from "./files-with.ts";
import { dialectFacts } from "./orm-dialects.ts";

/** A dependency by its name, and where it stands. */
export type Dependency = { name: string; file: string; line: number };

const BY_DEPENDENCY: Record<string, readonly string[]> = {
  postgresql: [
    "pg",
    "postgres",
    "pg-promise",
    "@neondatabase/serverless",
    "@vercel/postgres",
    "pg-native",
    "slonik",
    "postgrator",
    "@prisma/adapter-pg",
    "@payloadcms/db-postgres",
    "psycopg",
    "psycopg2",
    "psycopg2-binary",
    "asyncpg",
    "npgsql",
    "npgsql.entityframeworkcore.postgresql",
    "postgrex",
    "github.com/lib/pq",
    "github.com/jackc/pgx",
    "gorm.io/driver/postgres",
    "github.com/uptrace/bun/driver/pgdriver",
    "github.com/go-pg/pg",
    "tokio-postgres",
    "deadpool-postgres",
    "sqlx-postgres",
  ],
  mysql: [
    "mysql",
    "mysql2",
    "mariadb",
    "@planetscale/database",
    "mysqlclient",
    "pymysql",
    "aiomysql",
    "mysqlconnector",
    "pomelo.entityframeworkcore.mysql",
    "myxql",
    "github.com/go-sql-driver/mysql",
    "gorm.io/driver/mysql",
    "mysql_async",
    "sqlx-mysql",
  ],
  mongodb: [
    "mongodb",
    "mongoose",
    "@typegoose/typegoose",
    "@payloadcms/db-mongodb",
    "pymongo",
    "motor",
    "mongoengine",
    "mongodb.driver",
    "mongodb_driver",
    "go.mongodb.org/mongo-driver",
  ],
  redis: [
    "redis",
    "ioredis",
    "bullmq",
    "bull",
    "bee-queue",
    "connect-redis",
    "@upstash/redis",
    "@keyv/redis",
    "django-redis",
    "channels-redis",
    "rq",
    "stackexchange.redis",
    "redix",
    "github.com/redis/go-redis",
    "github.com/go-redis/redis",
    "github.com/gomodule/redigo",
    "github.com/hibiken/asynq",
    "deadpool-redis",
    "fred",
  ],
  sqlserver: ["mssql", "tedious", "microsoft.data.sqlclient", "microsoft.entityframeworkcore.sqlserver", "pymssql"],
  sqlite: [
    "better-sqlite3",
    "sqlite3",
    "@libsql/client",
    "@payloadcms/db-sqlite",
    "@prisma/adapter-better-sqlite3",
    "aiosqlite",
    "microsoft.entityframeworkcore.sqlite",
    "ecto_sqlite3",
    "github.com/mattn/go-sqlite3",
    "modernc.org/sqlite",
    "gorm.io/driver/sqlite",
    "github.com/glebarez/sqlite",
    "rusqlite",
    "sqlx-sqlite",
  ],
};

const SQLITE_IN_CODE = /["'](?:bun|node):sqlite["']|^[ \t]*import sqlite3\b/m;

function databaseFacts(folder: Folder, dependencies: readonly Dependency[]): Fact[] {
  const facts = Object.entries(BY_DEPENDENCY).flatMap(([database, names]) =>
    dependencies
      .filter(({ name }) => names.includes(name) || DRIVERS[database]?.includes(name))
      .map((at) => fact("database", database, at)),
  );
  facts.push(...dialectFacts(folder, dependencies));
  const sqlite = folder.find(filesWith(folder, ["sqlite"]), SQLITE_IN_CODE);
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
