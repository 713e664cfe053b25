import type { AppPlan, Connection } from "../plan.ts";

/** A database beside the app, as a Compose file starts it. */
export type DatabaseService = {
  /** The service's name, by which the app finds it. */
  name: string;
  image: string;
  /** The variable of `.env` with its password; `null` when it has none. */
  password: string | null;
  environment: Record<string, string>;
  command?: string[];
  /** Where its files are, and so what the volume holds. */
  data: string;
  /** A command that succeeds once it answers. */
  check: string[];
  /** What stands in front of `://`. */
  scheme: string;
  /** What follows it. */
  address: string;
};

const secret = (name: string) => `\${${name}:?Set ${name} in .env: letters and digits only}`;

const SERVICES: Record<string, DatabaseService> = {
  postgresql: {
    name: "postgres",
    image: "postgres:17-alpine",
    password: "POSTGRES_PASSWORD",
    environment: { POSTGRES_USER: "app", POSTGRES_DB: "app", POSTGRES_PASSWORD: secret("POSTGRES_PASSWORD") },
    data: "/var/lib/postgresql/data",
    check: ["CMD", "pg_isready", "--username", "app", "--dbname", "app"],
    scheme: "postgresql",
    address: `app:${secret("POSTGRES_PASSWORD")}@postgres:5432/app`,
  },
  mysql: {
    name: "mysql",
    image: "mysql:8.4",
    password: "MYSQL_PASSWORD",
    environment: {
      ...{ MYSQL_USER: "app", MYSQL_DATABASE: "app", MYSQL_PASSWORD: secret("MYSQL_PASSWORD") },
      MYSQL_RANDOM_ROOT_PASSWORD: "yes",
    },
    data: "/var/lib/mysql",
    check: ["CMD", "mysqladmin", "ping", "--host", "127.0.0.1"],
    scheme: "mysql",
    address: `app:${secret("MYSQL_PASSWORD")}@mysql:3306/app`,
  },
  mongodb: {
    name: "mongo",
    image: "mongo:8.0",
    password: "MONGO_PASSWORD",
    environment: { MONGO_INITDB_ROOT_USERNAME: "app", MONGO_INITDB_ROOT_PASSWORD: secret("MONGO_PASSWORD") },
    data: "/data/db",
    check: ["CMD", "mongosh", "--quiet", "--eval", "db.runCommand({ ping: 1 }).ok || quit(1)"],
    scheme: "mongodb",
    address: `app:${secret("MONGO_PASSWORD")}@mongo:27017/app?authSource=admin`,
  },
  redis: {
    name: "redis",
    image: "redis:8-alpine",
    password: null,
    environment: {},
    command: ["redis-server", "--appendonly", "yes"],
    data: "/data",
    check: ["CMD", "redis-cli", "ping"],
    scheme: "redis",
    address: "redis:6379/0",
  },
};

/** Those that the plan needs and that run beside it; SQLite is a file, and others are the project's own matter. */
export function databaseServices({ databases }: Pick<AppPlan, "databases">): DatabaseService[] {
  return databases.flatMap((name) => (Object.hasOwn(SERVICES, name) ? (SERVICES[name] ?? []) : []));
}

/** What the variables that lead to these databases are to hold, as far as their names tell. */
export function connectionValues(plan: AppPlan): Record<string, string> {
  const found = plan.connections.map((connection) => connectionValue(plan, connection));
  return Object.fromEntries(found.filter((pair) => pair !== null));
}

function connectionValue(plan: AppPlan, { database, variable }: Connection): [string, string] | null {
  const [service] = databaseServices({ databases: [database] });
  if (!service || variable === null || !/^[A-Za-z_]\w{0,200}$/.test(variable)) return null;
  if (/(?:URL|URI|DSN)$/.test(variable)) return [variable, `${schemeOf(plan, variable, service)}://${service.address}`];
  return /HOST(?:NAME)?$/.test(variable) ? [variable, service.name] : null;
}

/** The example tells which driver is meant: `postgresql+asyncpg://`. */
function schemeOf({ variables }: AppPlan, variable: string, { scheme }: DatabaseService): string {
  const example = variables.find(({ name }) => name === variable)?.example ?? "";
  const [, meant = ""] = /^([a-z][a-z0-9+]{1,40}):\/\//.exec(example) ?? [];
  return meant.startsWith(scheme.slice(0, 5)) ? meant : scheme;
}
