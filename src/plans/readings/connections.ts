import { own } from "../../lib/own.ts";
import type { Connection, Fact, WantedVariable } from "../plan.ts";

/** What a variable that leads to a database is called; the plainest first. */
const BY_NAME: Record<string, readonly RegExp[]> = {
  postgresql: [/^(?:POSTGRES\w*|PG\w*|NEON\w*)_(?:URL|URI|DSN)$/, /^(?:POSTGRES_|PG_?)HOST(?:NAME)?$/],
  mysql: [/^(?:MYSQL|MARIADB|PLANETSCALE)\w*_(?:URL|URI|DSN)$/, /^(?:MYSQL|MARIADB)_?HOST(?:NAME)?$/],
  mongodb: [/^MONGO\w*_(?:URL|URI|DSN|CONNECTION_STRING)$/, /^MONGO\w*(?:URL|URI)$/, /^MONGO(?:DB)?_HOST$/],
  redis: [
    /^(?:REDIS|VALKEY|KV|UPSTASH|CELERY_BROKER|BROKER|QUEUE|CACHE)\w*_(?:URL|URI|DSN)$/,
    /^(?:REDIS|VALKEY)\w*_HOST$/,
  ],
  sqlite: [
    /^(?:SQLITE|LIBSQL|TURSO)\w*$/,
    /^(?:DATABASE|DB)_(?:FILE|FILENAME|PATH)$/,
    /^(?:DATABASE|DB)\w*_(?:URL|URI)$/,
  ],
  sqlserver: [/^(?:MSSQL|SQLSERVER)\w*_(?:URL|URI|HOST|SERVER|CONNECTION_STRING)$/],
};

/** Names that say nothing of which database it is. */
const ANY_DATABASE = [
  /^DATABASE_(?:URL|URI|DSN)$/,
  /^DB_(?:URL|URI|DSN|CONNECTION_STRING)$/,
  /^SQLALCHEMY_DATABASE_URI$/,
  /^(?:DATABASE|DB)_HOST(?:NAME)?$/,
  /^\w+_DATABASE_(?:URL|URI)$/,
];

/** One of these is the program's own database; what it caches in is named after that. */
const GENERAL = new Set(["postgresql", "mysql", "mongodb", "sqlserver", "sqlite"]);

function variableFor(database: string, variables: readonly WantedVariable[]): WantedVariable | null {
  const patterns = [...(own(BY_NAME, database) ?? []), ...(GENERAL.has(database) ? ANY_DATABASE : [])];
  for (const pattern of patterns) {
    const found = variables.find(({ name }) => pattern.test(name));
    if (found) return found;
  }
  return null;
}

/** How each database is reached: by the variable that the code reads, else only that it is. */
export function readConnections(
  databases: readonly string[],
  facts: readonly Fact[],
  variables: readonly WantedVariable[],
): Connection[] {
  return databases.flatMap((database) => {
    const variable = variableFor(database, variables);
    const at = variable ?? facts.find(({ name, value }) => name === "database" && value === database);
    return at ? [{ database, variable: variable?.name ?? null, file: at.file, line: at.line }] : [];
  });
}
