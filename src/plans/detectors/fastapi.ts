import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppObject } from "../python/app-object.ts";
import { findAppObject, isFactory } from "../python/app-object.ts";
import { readPython } from "../python/requirements.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth } from "../readings/ports.ts";

const NO_UVICORN = {
  title: "FastAPI needs a server, and uvicorn is not among the dependencies.",
  fix: "Add `uvicorn` to the dependencies. Until then the build installs its newest version.",
};

function startLine(app: AppObject): string {
  const factory = isFactory(app) ? " --factory" : "";
  const folder = app.searchIn ? ` --app-dir ${app.searchIn}` : "";
  return `uvicorn ${app.target}${factory}${folder} --host 0.0.0.0 --port $PORT`;
}

function detect(folder: Folder): Draft | null {
  const python = readPython(folder);
  const dependency = python.dependencies.find(({ name }) => name === "fastapi");
  const app = dependency ? findAppObject(folder, "FastAPI") : null;
  if (!dependency || !app) return null;
  const hasServer = python.dependencies.some(({ name }) => ["uvicorn", "fastapi-cli"].includes(name));
  const { databases, facts } = readDatabases(folder, python.dependencies);
  const { health, facts: healthFacts } = readHealth(folder);
  return {
    ...(hasServer ? python.base : python.adding("uvicorn")),
    kind: "server",
    framework: "FastAPI",
    start: startLine(app),
    port: 8000,
    health: healthFacts.length > 0 ? health : "/docs",
    databases,
    facts: [
      ...python.facts,
      ...[fact("framework", "FastAPI", dependency), fact("application", app.target, app.at)],
      ...[...facts, ...healthFacts],
    ],
    findings: hasServer ? [] : [finding("warning", "no-uvicorn", NO_UVICORN, dependency)],
  };
}

export const fastapiDetector: Detector = {
  name: "FastAPI",
  looksFor: "FastAPI among Python's dependencies, and its application",
  detect,
};
