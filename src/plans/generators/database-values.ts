import type { AppPlan, Connection } from "../plan.ts";
import { type DatabaseService, databaseServices, secret } from "./database-services.ts";

type Values = Record<string, string>;

const NAME = /^[A-Za-z_]\w{0,200}$/;
const HOST = /HOST(?:NAME)?$/;

/** What the variables that lead to these databases are to hold, as far as their names and examples tell. */
export const connectionValues = (plan: AppPlan): Values =>
  Object.assign({}, ...plan.connections.map((connection) => valuesOf(plan, connection)));

function valuesOf(plan: AppPlan, connection: Connection): Values {
  const [service] = databaseServices({ databases: [connection.database] });
  const variable = connection.variable ?? unsaid(plan, connection);
  if (!service || variable === null || !NAME.test(variable)) return {};
  if (HOST.test(variable)) return { [variable]: service.name, ...beside(plan, variable.replace(HOST, ""), service) };
  // A DSN of PHP's own is no URL.
  const kind = plan.runtime.name === "php" ? /(?:URL|URI)$/ : /(?:URL|URI|DSN)$/;
  const url = kind.test(variable) ? urlFor(exampleOf(plan, variable), variable, service) : null;
  return url === null ? {} : { [variable]: url };
}

/** Where images of generated Dockerfiles have a folder that a volume can be mounted to. */
export const DATA_FOLDER = "/data";

/** The variables that name SQLite's file, which is to be in a volume; none where it is not known how they write it. */
export function sqliteValues(plan: AppPlan): Values {
  if (plan.dockerfile || plan.kind === "static") return {};
  const files = plan.connections.flatMap(({ database, variable }): [string, string][] => {
    if (database !== "sqlite" || variable === null || !NAME.test(variable)) return [];
    const value = fileFor(exampleOf(plan, variable), variable, plan.runtime.name);
    return value === null ? [] : [[variable, value]];
  });
  return Object.fromEntries(files);
}

function fileFor(example: string, variable: string, runtime: string): string | null {
  const [, scheme = "", path = ""] = /^(file:|sqlite:\/\/\/)?([^:?]*)$/.exec(example) ?? [];
  // A file's name may be put behind a folder's, so only what is a path by its name is taken for one.
  const isPath = scheme === "" ? /(?:PATH|FILE|DB|DATABASE)$/.test(variable) : path !== "";
  // SQLAlchemy and Django count the slashes: the fourth one is the path's own.
  if (!isPath || (scheme.startsWith("sqlite") && runtime !== "python")) return null;
  const [name = ""] = /[\w-]{1,100}\.[\w.-]{1,20}$/.exec(path) ?? [];
  return `${scheme}${DATA_FOLDER}/${name || "app.db"}`;
}

/** Rails reads this one wherever it is set, whatever its own files say. */
const unsaid = ({ framework }: AppPlan, { database }: Connection): string | null =>
  framework === "Rails" && /^(?:postgresql|mysql)$/.test(database) ? "DATABASE_URL" : null;

const exampleOf = ({ variables }: AppPlan, variable: string): string =>
  variables.find(({ name }) => name === variable)?.example ?? "";

/** The example tells which driver is meant: `postgresql+asyncpg://`. `null` where it is no address of the usual kind. */
function urlFor(example: string, variable: string, service: DatabaseService): string | null {
  const { scheme, address } = service;
  if (example.startsWith("jdbc:") || /(?:^|_)JDBC_/.test(variable)) return jdbcUrl(service);
  if (example === "") return `${scheme}://${address}`;
  const [, meant = ""] = /^([a-z][a-z0-9+]{1,40}):\/\//.exec(example) ?? [];
  if (meant === "") return null;
  return `${meant.startsWith(scheme.slice(0, 5)) ? meant : scheme}://${address}`;
}

function jdbcUrl({ scheme, name, port, account, password }: DatabaseService): string | null {
  if (!account || !password) return null;
  return `jdbc:${scheme}://${name}:${port}/${account.database}?user=${account.user}&password=${secret(password)}`;
}

/** `DB_USER`, `DB_PASSWORD` and so on stand beside `DB_HOST`, where the code reads them. */
function beside(plan: AppPlan, prefix: string, { name, port, account, password }: DatabaseService): Values {
  if (prefix === "") return {};
  const driver = plan.runtime.name === "php" ? ({ postgres: "pgsql", mysql: "mysql" }[name] ?? null) : null;
  const parts: [RegExp, string | null][] = [
    [/^PORT$/, String(port)],
    [/^USER(?:NAME)?$/, account?.user ?? null],
    [/^(?:NAME|DATABASE|DB)$/, account?.database ?? null],
    [/^PASS(?:WORD)?$/, password && secret(password)],
    // Laravel's name for the driver.
    [/^CONNECTION$/, driver],
  ];
  const pairs = plan.variables.flatMap((variable): [string, string][] => {
    if (!NAME.test(variable.name) || !variable.name.startsWith(prefix)) return [];
    const part = variable.name.slice(prefix.length);
    const value = parts.find(([pattern]) => pattern.test(part))?.[1] ?? null;
    return value === null ? [] : [[variable.name, value]];
  });
  return Object.fromEntries(pairs);
}
