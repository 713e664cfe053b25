import { posix } from "node:path";
import type { AppPlan } from "../plan.ts";
import { execLine } from "../shell-line.ts";
import { connectionValues, type DatabaseService, databaseServices } from "./database-services.ts";
import { comments, type Generator, givenBy, MADE, notesOf, oneFile, otherProcesses, wantedBy } from "./generator.ts";
import { healthCommand } from "./health-command.ts";
import { SITE_PORT } from "./nginx-site.ts";
import { yamlText } from "./yaml-text.ts";

/** The program with its processes and databases on one machine. */
export const compose: Generator = {
  title: "Compose file",
  about: "The program, its other processes and its databases on one machine, with Docker alone.",
  generate({ plan }) {
    const databases = databaseServices(plan);
    const taken = databases.map((database) => database.name);
    const others = otherProcesses(plan, taken).map((process) => [process.name, otherService(plan, process.command)]);
    // What reads it may still take `yes` for a truth.
    const text = yamlText(
      {
        services: {
          web: webService(plan),
          ...Object.fromEntries(others),
          ...Object.fromEntries(databases.map((database) => [database.name, databaseService(database)])),
        },
        ...(databases.length > 0 && { volumes: Object.fromEntries(taken.map((volume) => [volume, {}])) }),
      },
      "1.1",
    );
    return oneFile("compose.yaml", comments(...HEAD, ...notesOf(plan)) + text);
  },
};

const HEAD = [
  MADE,
  "Start it: docker compose up --detach --build",
  "Variables are read from .env beside this file: begin with a copy of .env.example.",
];

/** Compose puts variables into every value. */
const literal = (text: string) => text.replaceAll("$", "$$$$");

const CHECKED = { interval: "10s", timeout: "5s", retries: 5, start_period: "30s" };

function webService(plan: AppPlan) {
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

function commonOf(plan: AppPlan) {
  const { dockerfile, path, context } = plan;
  const databases = databaseServices(plan).map(({ name }) => [name, { condition: "service_healthy" }]);
  return {
    build: {
      context: ".",
      ...(dockerfile && { dockerfile: literal(posix.relative(context, posix.join(path, dockerfile))) }),
    },
    init: true,
    restart: "unless-stopped",
    security_opt: ["no-new-privileges:true"],
    ...(plan.kind !== "static" && { environment: environmentOf(plan) }),
    ...(databases.length > 0 && { depends_on: Object.fromEntries(databases) }),
  };
}

/** What is optional and not set stays unset: `null` hands on what .env has. */
function environmentOf(plan: AppPlan): Record<string, string | null> {
  const listening = plan.port === null ? {} : { PORT: String(plan.port), HOST: "0.0.0.0", HOSTNAME: "0.0.0.0" };
  const given = Object.entries(givenBy(plan)).map(([name, value]) => [name, literal(value)]);
  const wanted = wantedBy(plan).map(({ name, required }) => [
    name,
    required ? `\${${name}:?Set ${name} in .env}` : null,
  ]);
  return {
    ...listening,
    ...Object.fromEntries(given),
    ...Object.fromEntries(wanted),
    ...connectionValues(plan),
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
