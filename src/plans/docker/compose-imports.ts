import { own } from "../../lib/own.ts";
import type { ImportedLine } from "../plan.ts";
import { refusedKeys } from "./compose-dangers.ts";
import type { ComposeKey, ComposeService } from "./compose-file.ts";
import { databaseOf } from "./compose-services.ts";

type Verdict = Pick<ImportedLine, "verdict" | "why">;

const honoured = (why: string): Verdict => ({ verdict: "honoured", why });
const approximated = (why: string): Verdict => ({ verdict: "approximated", why });
const ignored = (why: string): Verdict => ({ verdict: "ignored", why });

const REFUSED = ignored("AutoStack gives this to no project.");
const UNKNOWN = ignored("It says nothing about how the program is built or started.");

/** What becomes of a key of a service that is built here. */
const KEYS: Record<string, Verdict> = {
  build: honoured("It is built from this folder with this Dockerfile."),
  image: ignored("Images get names of AutoStack's own."),
  ports: approximated("The port inside the container is where requests go; outside the project's domain leads there."),
  expose: honoured("Requests go to this port."),
  environment: approximated("Its names are asked for among the variables, with these values to begin with."),
  env_file: approximated("Paste its lines among the variables."),
  depends_on: ignored("Databases are there before; a program should try again until it reaches what it needs."),
  restart: honoured("A program that ends is started again."),
  volumes: ignored("Files that a container writes are gone with the next deployment."),
  deploy: ignored("Replicas and limits are set in the project's settings."),
  mem_limit: ignored("Limits are set for all projects."),
  cpus: ignored("Limits are set for all projects."),
  networks: ignored("Each environment has a private network."),
  stop_grace_period: ignored("Programs have 30 seconds to end."),
  init: honoured("An init hands signals on in every container."),
};

/** Lines of the app's own services. `read` says what became of those keys that depend on the rest of the plan. */
export function serviceLines(file: string, service: ComposeService, read: Record<string, Verdict>): ImportedLine[] {
  const refused = refusedKeys(service);
  return service.keys.map((key) => ({
    ...{ file, line: key.line, name: `services.${service.name}.${key.name}`, value: shortValue(key) },
    ...(refused.has(key.name) ? REFUSED : (own(read, key.name) ?? own(KEYS, key.name) ?? UNKNOWN)),
  }));
}

/** The line of a service that is not built here. */
export function otherLine(file: string, service: ComposeService): ImportedLine {
  const database = databaseOf(service);
  const verdict = database
    ? approximated(`The program needs ${database}; say where it is among the variables.`)
    : service.build
      ? ignored("It is a part of its own, deployed as a project of its own.")
      : ignored("Images that are not built here are not run.");
  return { file, line: service.line, name: `services.${service.name}`, value: service.image ?? "", ...verdict };
}

const MAX_VALUE = 120;

function shortValue({ name, value }: ComposeKey): string {
  // Values of variables may be secrets: their names tell enough.
  const shown = name === "environment" ? namesOf(value) : value;
  const text = typeof shown === "string" ? shown : (JSON.stringify(shown) ?? "");
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE - 1)}…` : text;
}

const namesOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((entry) => String(entry).split("=")[0] ?? "") : Object.keys(value ?? {});

export const commandVerdict = { honoured: honoured("It is what the service is started with."), ignored };
/** Of a service that asks for a stage which is for a developer's machine. */
export const STAGE_FOR_DEVELOPMENT = {
  build: approximated(
    "It is built with this Dockerfile, but to its last stage: the one named here is for development.",
  ),
};
/** Of a service that asks for another stage than the main one. */
export const OTHER_STAGE = {
  build: approximated("It is built from this folder with this Dockerfile, but to the stage of the main service."),
};
/** Of a service that ends before the others start. */
export const RELEASE_VERDICTS = {
  ...{
    command: honoured("It runs before traffic is switched."),
    entrypoint: honoured("It runs before traffic is switched."),
  },
  restart: ignored("It runs once before each switch of traffic."),
};
export const healthVerdict = { honoured: honoured("AutoStack asks this path from outside."), ignored };
