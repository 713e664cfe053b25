import { posix } from "node:path";
import { isCaptain } from "../docker/captain-lines.ts";
import type { AppPlan } from "../plan.ts";
import { execLine } from "../shell-line.ts";
import { type DatabaseService, databaseServices } from "./database-services.ts";
import { connectionValues, DATA_FOLDER, sqliteValues } from "./database-values.ts";
import {
  cannotStart,
  comments,
  diskNotes,
  type Generator,
  givenBy,
  IN_A_LIST,
  isText,
  MADE,
  NOTHING_STARTS,
  oneFile,
  otherProcesses,
  wantedBy,
} from "./generator.ts";
import { healthCommand } from "./health-command.ts";
import { SITE_PORT } from "./nginx-site.ts";
import { yamlText } from "./yaml-text.ts";

/** The program with its processes and databases on one machine. */
export const compose: Generator = {
  title: "Compose file",
  about: "The program, its other processes and its databases on one machine, with Docker alone.",
  generate({ plan }) {
    if (isCaptain(plan.dockerfile ?? "")) return IN_A_LIST;
    if (!plan.dockerfile && cannotStart(plan)) return NOTHING_STARTS;
    const databases = databaseServices(plan);
    const taken = databases.map((database) => database.name);
    const others = otherProcesses(plan, [...taken, RELEASE]).map((process) => [
      process.name,
      otherService(plan, process.command),
    ]);
    // What reads it may still take `yes` for a truth.
    const text = yamlText(
      {
        services: {
          [mainName(plan)]: mainService(plan),
          ...Object.fromEntries(others),
          ...releaseService(plan),
          ...Object.fromEntries(databases.map((database) => [database.name, databaseService(database)])),
        },
        ...volumesOf([...taken, ...(keepsFile(plan) ? [DATA] : [])]),
      },
      "1.1",
    );
    return oneFile(
      "compose.yaml",
      comments(...HEAD, ...(keepsFile(plan) ? [] : diskNotes(plan)), ...buildNotes(plan)) + text,
    );
  },
};

const HEAD = [
  MADE,
  "Start it: docker compose up --detach --build",
  "Variables are read from .env beside this file: begin with a copy of .env.example.",
];

/** The volume of SQLite's file. */
const DATA = "data";
const keepsFile = (plan: AppPlan) => Object.keys(sqliteValues(plan)).length > 0;

const volumesOf = (names: readonly string[]) =>
  names.length > 0 && { volumes: Object.fromEntries(names.map((volume) => [volume, {}])) };

/** A site has read its variables once it is built. */
const buildNotes = (plan: AppPlan) =>
  plan.kind === "static" && !plan.dockerfile && wantedBy(plan).length > 0
    ? ["Those that the build reads are not passed on: build the image as the Dockerfile says, with its secret."]
    : [];

/** Compose puts variables into every value. */
const literal = (text: string) => text.replaceAll("$", "$$$$");

const CHECKED = { interval: "10s", timeout: "5s", retries: 5, start_period: "30s" };

/** A program that nobody asks anything is no `web`, unless a process of its own is called `worker` already. */
const mainName = ({ kind, processes }: AppPlan) =>
  kind === "worker" && processes.every(({ name }) => name !== "worker") ? "worker" : "web";

function mainService(plan: AppPlan) {
  const port = plan.kind === "static" && !plan.dockerfile ? SITE_PORT : plan.port;
  const check = healthCommand(plan);
  return {
    ...commonOf(plan),
    ...ownStart(plan),
    // A proxy on this machine takes the requests from outside.
    ...(port !== null && plan.kind !== "worker" && { ports: [`127.0.0.1:${port}:${port}`] }),
    ...(check && { healthcheck: { test: check.map(literal), ...CHECKED } }),
  };
}

/** A generated image knows its command; a Compose file of the source may have told another one for the project's own. */
function ownStart({ dockerfile, start }: AppPlan) {
  return dockerfile && start ? { entrypoint: ["/bin/sh", "-c"], command: [literal(execLine(start))] } : {};
}

function otherService(plan: AppPlan, command: string) {
  return { ...commonOf(plan), entrypoint: ["/bin/sh", "-c"], command: [literal(execLine(command))] };
}

const RELEASE = "release";
const isReleased = ({ hooks, kind }: AppPlan) =>
  hooks.beforeSwitch !== null && isText(hooks.beforeSwitch) && kind !== "static";

/** Runs to its end before a new version starts: migrations. */
function releaseService(plan: AppPlan) {
  const { beforeSwitch } = plan.hooks;
  if (!isReleased(plan) || beforeSwitch === null) return {};
  const { depends_on, ...service } = otherService(plan, beforeSwitch);
  const after = Object.entries(depends_on ?? {}).filter(([name]) => name !== RELEASE);
  const databases = after.length > 0 && { depends_on: Object.fromEntries(after) };
  return { [RELEASE]: { ...service, restart: "no", ...databases } };
}

function commonOf(plan: AppPlan) {
  const { dockerfile, target, path, context } = plan;
  const before = [
    ...databaseServices(plan).map(({ name }) => [name, { condition: "service_healthy" }]),
    ...(isReleased(plan) ? [[RELEASE, { condition: "service_completed_successfully" }]] : []),
  ];
  return {
    build: {
      context: ".",
      ...(dockerfile && { dockerfile: literal(posix.relative(context, posix.join(path, dockerfile))) }),
      ...(dockerfile && target && { target: literal(target) }),
    },
    init: true,
    restart: "unless-stopped",
    security_opt: ["no-new-privileges:true"],
    ...(plan.kind !== "static" && { environment: environmentOf(plan) }),
    ...(keepsFile(plan) && { volumes: [`${DATA}:${DATA_FOLDER}`] }),
    ...(before.length > 0 && { depends_on: Object.fromEntries(before) }),
  };
}

/** What is optional and not set stays unset: `null` hands on what .env has. */
function environmentOf(plan: AppPlan): Record<string, string | null> {
  const listening = plan.port === null ? {} : { PORT: String(plan.port), HOST: "0.0.0.0", HOSTNAME: "0.0.0.0" };
  const given = Object.entries(givenBy(plan)).map(([name, value]) => [name, literal(value)]);
  const connected = connectionValues(plan);
  const wanted = wantedBy(plan).map(({ name, file, required }) => [
    name,
    // Rails lays DATABASE_URL over what this file says.
    required && !(file === "config/database.yml" && "DATABASE_URL" in connected)
      ? `\${${name}:?Set ${name} in .env}`
      : null,
  ]);
  return {
    ...listening,
    ...Object.fromEntries(given),
    ...Object.fromEntries(wanted),
    ...connected,
    ...Object.fromEntries(Object.entries(sqliteValues(plan)).map(([name, value]) => [name, literal(value)])),
  };
}

function databaseService({ name, image, environment, command, data, check }: DatabaseService) {
  return {
    image,
    restart: "unless-stopped",
    ...(command && { command }),
    ...(Object.keys(environment).length > 0 && { environment }),
    volumes: [`${name}:${data}`],
    healthcheck: { test: check, ...CHECKED },
  };
}
