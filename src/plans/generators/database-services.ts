import type { AppPlan } from "../plan.ts";

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
  port: number;
  /** Who the app is to it, and which of its databases is the app's; `null` when it knows nobody. */
  account: { user: string; database: string } | null;
};

const ACCOUNT = { user: "app", database: "app" };

/** A value that only `.env` has. */
export const secret = (name: string) => `\${${name}:?Set ${name} in .env: letters and digits only}`;

const SERVICES: Record<string, DatabaseService> = {
  postgresql: {
    name: "postgres",
    image: "postgres:17-alpine",
    password: "POSTGRES_PASSWORD",
    environment: { POSTGRES_USER: "app", POSTGRES_DB: "app", POSTGRES_PASSWORD: secret("POSTGRES_PASSWORD") },
    data: "/var/lib/postgresql/data",
    check: ["CMD", "pg_isready", "--username", "app", "--dbname", "app"],
    scheme: "postgresql",
    port: 5432,
    account: ACCOUNT,
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
    port: 3306,
    account: ACCOUNT,
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
    port: 27017,
    account: ACCOUNT,
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
    port: 6379,
    account: null,
    address: "redis:6379/0",
  },
};

/** Those that the plan needs and that run beside it; SQLite is a file, and others are the project's own matter. */
export function databaseServices({ databases }: Pick<AppPlan, "databases">): DatabaseService[] {
  return databases.flatMap((name) => (Object.hasOwn(SERVICES, name) ? (SERVICES[name] ?? []) : []));
}
