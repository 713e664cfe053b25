import { fact } from "../folder.ts";
import type { AppPlan, Connection } from "../plan.ts";
import { readConnections } from "../readings/connections.ts";
import type { Compose, ComposeService } from "./compose-file.ts";
import { otherLine } from "./compose-imports.ts";
import type { ComposeApp } from "./compose-services.ts";
import { databaseOf, dependenciesOf, environmentOf } from "./compose-services.ts";

/** The databases that stand beside the program in the Compose file, and the variables that lead to them. */
export function withDatabases(plan: AppPlan, file: string, app: ComposeApp | null, compose: Compose): AppPlan {
  const rest = compose.services.filter((service) => service !== app?.main && !app?.others.includes(service));
  const found = rest.filter((service) => databaseOf(service) !== null && (!app || isUsedBy(app, service, compose)));
  const names = found.map((service) => databaseOf(service) ?? "");
  return {
    ...plan,
    databases: [...new Set([...plan.databases, ...names])].sort(),
    connections: withConnections(plan, file, app, found),
    facts: [
      ...plan.facts,
      ...found.map((service) => fact("database", databaseOf(service) ?? "", { file, line: service.line })),
    ],
    imports: [...plan.imports, ...rest.map((service) => otherLine(file, service))],
  };
}

/** Of several apps in one file, each has the databases that it names; the only one has them all. */
function isUsedBy({ main, others }: ComposeApp, database: ComposeService, compose: Compose): boolean {
  const services = [main, ...others];
  if (compose.services.filter(({ build }) => build !== null).every((service) => services.includes(service)))
    return true;
  return services.some(
    (service) => dependenciesOf(service).includes(database.name) || variableTo(database, service) !== null,
  );
}

function withConnections(
  plan: AppPlan,
  file: string,
  app: ComposeApp | null,
  found: readonly ComposeService[],
): Connection[] {
  const connections = new Map(plan.connections.map((connection) => [connection.database, connection]));
  for (const service of found) {
    const database = databaseOf(service) ?? "";
    if (connections.get(database)?.variable) continue;
    const [connection] = connectionTo(plan, file, app, service);
    if (connection) connections.set(database, connection);
  }
  return [...connections.values()];
}

/** By the variable that the Compose file itself sets to it, else by the one that the code reads. */
function connectionTo(plan: AppPlan, file: string, app: ComposeApp | null, service: ComposeService): Connection[] {
  const database = databaseOf(service) ?? "";
  const variable = app && variableTo(service, app.main);
  if (variable) return [{ database, variable: variable.name, file, line: variable.line }];
  return readConnections([database], [fact("database", database, { file, line: service.line })], plan.variables);
}

/** The variable whose value names the other service as a host: `postgres://u:p@db:5432/app`, or `db` alone. */
function variableTo(service: ComposeService, from: ComposeService) {
  const isHost = (value: string) => {
    const host = /^[a-z][\w+.-]*:\/\/(?:[^@/\s]*@)?([^:/\s?]+)/i.exec(value)?.[1] ?? value.split(":")[0];
    return host === service.name;
  };
  return environmentOf(from).find(({ value }) => value !== null && isHost(value)) ?? null;
}
