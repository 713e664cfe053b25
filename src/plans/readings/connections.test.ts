import { expect, test } from "bun:test";
import type { Fact, WantedVariable } from "../plan.ts";
import { readConnections } from "./connections.ts";

const fact = (value: string, line = 1): Fact => ({ name: "database", value, file: "package.json", line });
const variable = (name: string, line = 1): WantedVariable => ({
  ...{ name, required: true, secret: false, example: "" },
  ...{ file: "server.js", line },
});
const variablesOf = (databases: string[], names: string[]) =>
  readConnections(
    databases,
    databases.map((database) => fact(database)),
    names.map((name) => variable(name)),
  ).map((connection) => connection.variable);

test.each([
  ["postgresql", ["DATABASE_URL"], "DATABASE_URL"],
  ["postgresql", ["DATABASE_URL", "POSTGRES_URL"], "POSTGRES_URL"],
  ["postgresql", ["PGHOST", "PGUSER"], "PGHOST"],
  ["mysql", ["DB_HOST", "DB_USER"], "DB_HOST"],
  ["mongodb", ["MONGODB_URI"], "MONGODB_URI"],
  ["mongodb", ["MONGO_URL", "DATABASE_URL"], "MONGO_URL"],
  ["redis", ["REDIS_URL"], "REDIS_URL"],
  ["redis", ["CELERY_BROKER_URL"], "CELERY_BROKER_URL"],
  ["sqlite", ["DATABASE_FILE"], "DATABASE_FILE"],
  ["sqlserver", ["MSSQL_URL"], "MSSQL_URL"],
])("%s is reached by one of %p: %s", (database, names, expected) => {
  expect(variablesOf([database], names)).toEqual([expected]);
});

test("two databases have a variable each", () => {
  expect(variablesOf(["postgresql", "redis"], ["DATABASE_URL", "REDIS_URL"])).toEqual(["DATABASE_URL", "REDIS_URL"]);
});

test("a cache is not reached by the database's variable", () => {
  expect(variablesOf(["redis"], ["DATABASE_URL"])).toEqual([null]);
});

test("the place is the variable's where there is one, else the dependency's", () => {
  expect(readConnections(["redis"], [fact("redis", 7)], [variable("REDIS_URL", 3)])).toEqual([
    { database: "redis", variable: "REDIS_URL", file: "server.js", line: 3 },
  ]);
  expect(readConnections(["redis"], [fact("redis", 7)], [])).toEqual([
    { database: "redis", variable: null, file: "package.json", line: 7 },
  ]);
});
