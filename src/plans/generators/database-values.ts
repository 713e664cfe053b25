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
