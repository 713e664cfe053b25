import { describe, expect, test } from "bun:test";
import { composeOf, planOf, textOf, wanted } from "../../../test/support/ejected.ts";
import type { AppPlan } from "../plan.ts";

describe("databases", () => {
  const plan = planOf({
    databases: ["postgresql", "redis", "sqlite"],
    connections: [
      { database: "postgresql", variable: "DATABASE_URL", file: "a.js", line: 1 },
      { database: "redis", variable: "REDIS_HOST", file: "a.js", line: 2 },
      { database: "sqlite", variable: "DB_PATH", file: "a.js", line: 3 },
    ],
    variables: [
      wanted("DATABASE_URL", { example: "postgres+driver://localhost/x" }),
      wanted("LOG", { required: false }),
    ],
  });

  test("stand beside the program with a volume and a check, and the program is told where", () => {
    const { services } = composeOf(plan);
    expect(Object.keys(services)).toEqual(["web", "postgres", "redis"]);
    expect(services.web?.depends_on).toEqual({
      postgres: { condition: "service_healthy" },
      redis: { condition: "service_healthy" },
    });
    expect(services.web?.environment).toMatchObject({ REDIS_HOST: "redis", LOG: null });
    expect(services.web?.environment.DATABASE_URL).toMatch(
      /^postgres\+driver:\/\/app:\$\{POSTGRES_PASSWORD:\?.*\}@postgres:5432\/app$/,
    );
    expect(services.postgres?.volumes).toEqual(["postgres:/var/lib/postgresql/data"]);
  });

  test("are told to all variables that stand beside the host's, as each kind of program names them", () => {
    const names = ["DB_CONNECTION", "DB_HOST", "DB_PORT", "DB_DATABASE", "DB_USERNAME", "DB_PASSWORD", "DB_CHARSET"];
    const laravel = planOf({
      runtime: { name: "php", version: "8.4", from: "x" },
      databases: ["postgresql"],
      connections: [{ database: "postgresql", variable: "DB_HOST", file: "a", line: 1 }],
      variables: names.map((name) => wanted(name, { required: false })),
    });
    expect(composeOf(laravel).services.web?.environment).toMatchObject({
      ...{ DB_CONNECTION: "pgsql", DB_HOST: "postgres", DB_PORT: "5432", DB_DATABASE: "app", DB_USERNAME: "app" },
      ...{ DB_PASSWORD: expect.stringContaining("POSTGRES_PASSWORD"), DB_CHARSET: null },
    });
  });

  test("are told in the form that the program reads, and not where that is unknown", () => {
    const told = (variable: string | null, example: string, more = {}) =>
      composeOf(
        planOf({
          databases: ["mysql"],
          connections: [{ database: "mysql", variable, file: "a", line: 1 }],
          variables: variable === null ? [] : [wanted(variable, { example, required: false })],
          ...more,
        }),
      ).services.web?.environment;
    expect(told("JDBC_URL", "")?.JDBC_URL).toMatch(
      /^jdbc:mysql:\/\/mysql:3306\/app\?user=app&password=\$\{MYSQL_PASSWORD/,
    );
    expect(told("DATABASE_URL", "tcp(localhost:3306)/shop")?.DATABASE_URL).toBeNull();
    expect(told(null, "", { framework: "Rails" })?.DATABASE_URL).toStartWith("mysql://app:");
    expect(told(null, "")).not.toHaveProperty("DATABASE_URL");
  });

  test("have a password that only .env knows", () => {
    expect(textOf(plan, ".env.example")).toEndWith("POSTGRES_PASSWORD=\n");
    expect(textOf(plan, "compose.yaml").match(/POSTGRES_PASSWORD: .*/)?.[0]).toContain("Set POSTGRES_PASSWORD in .env");
  });
});

describe("SQLite's file", () => {
  const told = (variable: string | null, example: string, runtime = "node") =>
    planOf({
      databases: ["sqlite"],
      connections: [{ database: "sqlite", variable, file: "a", line: 1 }],
      variables: variable === null ? [] : [wanted(variable, { example, required: false })],
      runtime: { name: runtime, version: "22", from: "x" },
    });

  test("is in a volume that the program may write to, where its variable is known", () => {
    const plan = told("DB_FILE", "./storage/shop.sqlite3");
    const { services } = composeOf(plan);
    expect(services.web?.environment.DB_FILE).toBe("/data/shop.sqlite3");
    expect(services.web?.volumes).toEqual(["data:/data"]);
    expect(textOf(plan, "compose.yaml")).not.toContain("SQLite writes a file");
    expect(textOf(plan, "Dockerfile")).toContain("install -d -o app -g app /app /data\n");
  });

  test("is named as the example names it", () => {
    const valueIn = (plan: AppPlan, name: string) => composeOf(plan).services.web?.environment[name];
    expect(valueIn(told("DATABASE_URL", "file:./dev.db"), "DATABASE_URL")).toBe("file:/data/dev.db");
    expect(valueIn(told("DATABASE_URL", "sqlite:///app.db", "python"), "DATABASE_URL")).toBe("sqlite:////data/app.db");
    expect(valueIn(told("SQLITE_PATH", ""), "SQLITE_PATH")).toBe("/data/app.db");
  });

  test("is left to its owner where nobody knows how it is named", () => {
    for (const plan of [
      told(null, ""),
      told("DATABASE_URL", ""),
      told("DB_FILENAME", "a.db"),
      told("DATABASE_URL", "sqlite:///app.db"),
    ]) {
      expect(composeOf(plan).services.web).not.toHaveProperty("volumes");
      expect(textOf(plan, "compose.yaml")).toContain("SQLite writes a file: keep it in a folder");
      expect(textOf(plan, "Dockerfile")).toContain("install -d -o app -g app /app\n");
    }
  });
});

test("what must have run before a new version starts has run, and not twice at a time", () => {
  const hooks = { beforeBuild: null, afterBuild: null, afterSwitch: null, beforeSwitch: "npm run migrate" };
  const { services } = composeOf(
    planOf({ hooks, databases: ["redis"], processes: [{ name: "worker", command: "node w" }] }),
  );
  expect(services.release).toMatchObject({
    ...{ command: ["exec npm run migrate"], restart: "no", depends_on: { redis: { condition: "service_healthy" } } },
  });
  for (const service of [services.web, services.worker]) {
    expect(service?.depends_on).toMatchObject({ release: { condition: "service_completed_successfully" } });
  }
});

test("a program that listens on no port is not called web", () => {
  const worker = planOf({ kind: "worker", port: null, health: null });
  expect(Object.keys(composeOf(worker).services)).toEqual(["worker"]);
  const two = planOf({ kind: "worker", port: null, processes: [{ name: "worker", command: "node w" }] });
  expect(Object.keys(composeOf(two).services)).toEqual(["web", "worker"]);
});

test("Rails is not asked for the password of a file over which DATABASE_URL lies", () => {
  const connection = { database: "postgresql", variable: null, file: "Gemfile", line: 1 };
  const password = { ...wanted("SHOP_DATABASE_PASSWORD"), file: "config/database.yml" };
  const plan = planOf({
    framework: "Rails",
    databases: ["postgresql"],
    connections: [connection],
    variables: [password],
  });
  const { environment } = composeOf(plan).services.web ?? {};
  expect(environment).toMatchObject({ SHOP_DATABASE_PASSWORD: null });
  expect(environment?.DATABASE_URL).toContain("@postgres:5432/app");
});
