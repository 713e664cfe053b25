import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, Connection, DecidedField, Fact, Finding, ImportedLine, WantedVariable } from "../plan.ts";
import { readConnections } from "../readings/connections.ts";
import { looksSecret } from "../readings/variables.ts";
import { dangerFindings } from "./compose-dangers.ts";
import type { Compose, ComposeService } from "./compose-file.ts";
import { composeFileOf, keyOf, readCompose } from "./compose-file.ts";
import { commandVerdict, healthVerdict, otherLine, RELEASE_VERDICTS, serviceLines } from "./compose-imports.ts";
import type { ComposeApp } from "./compose-services.ts";
import {
  composeAppAt,
  databaseOf,
  dependenciesOf,
  environmentOf,
  placeOf,
  portsOf,
  releasesOf,
} from "./compose-services.ts";
import { healthPathOf, isForDevelopment, startOf } from "./compose-start.ts";
import { readInstructions, stagesOf } from "./dockerfile-text.ts";

/** Set by AutoStack or by the image. */
const KNOWN = new Set("PORT HOST HOSTNAME NODE_ENV RAILS_ENV RACK_ENV MIX_ENV ENV TZ LANG CI".split(" "));

/** The plan with what the Compose file of the source says of it in addition. */
export function withCompose(folder: Folder, plan: AppPlan): AppPlan {
  const app = composeAppAt(folder);
  const compose = app?.compose ?? readCompose(folder);
  if (!compose) return withBroken(folder, plan);
  if (plan.kind === "static" && !app) return plan;
  const file = posix.relative(plan.path, compose.file);
  const told = app ? withService(folder, plan, file, app) : plan;
  return withDatabases(told, file, app, compose);
}

const BROKEN = {
  title: "The Compose file cannot be read, so nothing of it counts.",
  fix: "`docker compose config` says on which line it breaks.",
};

function withBroken(folder: Folder, plan: AppPlan): AppPlan {
  const file = composeFileOf(folder);
  if (file === null) return plan;
  return { ...plan, findings: [...plan.findings, finding("warning", "compose-broken", BROKEN, { file, line: 0 })] };
}

type Told = Pick<AppPlan, "facts"> &
  Partial<AppPlan> & { verdicts: Record<string, Pick<ImportedLine, "verdict" | "why">> };

function withService(folder: Folder, plan: AppPlan, file: string, app: ComposeApp): AppPlan {
  const { main, others } = app;
  const parts = [toldPort(plan, file, main), toldHealth(plan, file, main), toldStart(plan, file, app)];
  const facts = [fact("compose service", main.name, { file, line: main.line }), ...parts.flatMap((part) => part.facts)];
  const build = plan.dockerfile
    ? {}
    : { build: commandVerdict.ignored("It names no Dockerfile that is used: the plan is made from the code.") };
  const verdicts = Object.assign(build, ...parts.map((part) => part.verdicts));
  const releases = plan.dockerfile && !isForDevelopment(main) ? releasesOf(app) : [];
  const isRelease = (service: ComposeService) => releases.includes(service);
  const changed: Partial<AppPlan> = Object.assign({}, ...parts.map(({ verdicts: _, facts: __, ...rest }) => rest));
  return {
    ...plan,
    ...changed,
    ...(plan.dockerfile && { context: placeOf(main).context }),
    facts: [...plan.facts.filter(({ name }) => !(name in changed)), ...facts],
    findings: [
      ...plan.findings.filter(({ id }) => id !== "no-expose" || changed.port === undefined),
      ...[main, ...others].flatMap((service) => dangerFindings(file, service)),
      ...targetFindings(folder, plan, file, main),
    ],
    variables: [...plan.variables, ...wantedBy(plan, file, main)],
    imports: [
      ...plan.imports,
      ...[main, ...others].flatMap((service) =>
        serviceLines(file, service, isRelease(service) ? { ...verdicts, ...RELEASE_VERDICTS } : verdicts),
      ),
    ],
    decided: { ...plan.decided, ...decidedBy(changed, facts) },
  };
}

/** Stages are built to the last one. */
function targetFindings(folder: Folder, { dockerfile }: AppPlan, file: string, { build }: ComposeService): Finding[] {
  if (!dockerfile || !build?.target) return [];
  const text = folder.read(dockerfile) ?? folder.root.read(posix.join(folder.path, dockerfile)) ?? "";
  const last = stagesOf(readInstructions(text)).at(-1)?.name ?? null;
  if (last?.toLowerCase() === build.target.toLowerCase()) return [];
  const words = {
    title: `The Compose file asks for the stage ${build.target}, but the last one of the Dockerfile is built.`,
    fix: `Move the stage ${build.target} to the end of ${dockerfile}.`,
  };
  return [finding("warning", "compose-target", words, { file, line: build.line })];
}

/** A program of a plan is told its port; one of an image listens where it was written to. */
function toldPort({ dockerfile, kind }: AppPlan, file: string, main: ComposeService): Told {
  const [first] = portsOf(main);
  if (!first || !dockerfile || kind !== "server") return { facts: [], verdicts: {} };
  return { port: first.port, facts: [fact("port", String(first.port), { file, line: first.line })], verdicts: {} };
}

function toldHealth({ kind }: AppPlan, file: string, main: ComposeService): Told {
  const check = keyOf(main, "healthcheck");
  const path = check && kind === "server" ? healthPathOf(check.value) : null;
  if (!check || !path) {
    return {
      facts: [],
      verdicts: { healthcheck: healthVerdict.ignored("It names no path that can be asked from outside.") },
    };
  }
  const facts = [fact("health", path, { file, line: check.line })];
  return { health: path, facts, verdicts: { healthcheck: healthVerdict.honoured } };
}

const FOR_DEVELOPMENT = "The service mounts the source over its image, so this is meant for development.";
const NOT_AN_IMAGE = "The plan that was made without the Dockerfile starts the program in its own way.";

function toldStart(plan: AppPlan, file: string, app: ComposeApp): Told {
  const { main, others } = app;
  const at = keyOf(main, "command") ?? keyOf(main, "entrypoint");
  const refuse = (why: string): Told => {
    const verdict = commandVerdict.ignored(why);
    return { facts: [], verdicts: { command: verdict, entrypoint: verdict } };
  };
  if (!plan.dockerfile) return refuse(NOT_AN_IMAGE);
  if (isForDevelopment(main)) return refuse(FOR_DEVELOPMENT);
  const start = startOf(plan, main);
  const releases = releasesOf(app);
  const processes = others.flatMap((service) => {
    const command = releases.includes(service) ? null : startOf(plan, service);
    return command ? [{ name: service.name, command }] : [];
  });
  const before = releases.flatMap((service) => startOf(plan, service) ?? []).join(" && ");
  return {
    ...(start && { start }),
    ...(before && { hooks: { ...plan.hooks, beforeSwitch: before } }),
    processes: [...plan.processes, ...processes],
    facts: [
      ...(start && at ? [fact("start", start, { file, line: at.line })] : []),
      ...(before ? [fact("beforeSwitch", before, { file, line: releases[0]?.line ?? 0 })] : []),
    ],
    verdicts: { command: commandVerdict.honoured, entrypoint: commandVerdict.honoured },
  };
}

function decidedBy(changed: Partial<AppPlan>, facts: readonly Fact[]): AppPlan["decided"] {
  const fields: DecidedField[] = ["port", "health", "start", "beforeSwitch"];
  const isChanged = (field: DecidedField) => field in (field === "beforeSwitch" ? (changed.hooks ?? {}) : changed);
  return Object.fromEntries(
    fields.flatMap((field) => {
      const at = facts.find(({ name }) => name === field);
      return at && isChanged(field) ? [[field, `${at.file}:${at.line}`]] : [];
    }),
  );
}

function wantedBy(plan: AppPlan, file: string, main: ComposeService): WantedVariable[] {
  const known = new Set(plan.variables.map(({ name }) => name));
  return environmentOf(main)
    .filter(({ name }) => !known.has(name) && !KNOWN.has(name))
    .map(({ name, value, line }) => {
      const secret = looksSecret(name);
      return { name, required: !value, secret, example: secret ? "" : (value ?? ""), file, line };
    });
}

/** The databases that stand beside the program in the Compose file, and the variables that lead to them. */
function withDatabases(plan: AppPlan, file: string, app: ComposeApp | null, compose: Compose): AppPlan {
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
