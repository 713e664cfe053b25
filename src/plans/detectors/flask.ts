import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppObject } from "../python/app-object.ts";
import { findAppObject, isFactory } from "../python/app-object.ts";
import { readPython } from "../python/requirements.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth, readPort } from "../readings/ports.ts";

const NO_GUNICORN = {
  title: "Flask's own server is for development, and gunicorn is not among the dependencies.",
  fix: "Add `gunicorn` to the dependencies. Until then the build installs its newest version.",
};

function startLine(app: AppObject): string {
  const folder = app.searchIn ? ` --chdir ${app.searchIn}` : "";
  const target = isFactory(app) ? `'${app.target}()'` : app.target;
  return `gunicorn --bind 0.0.0.0:$PORT${folder} ${target}`;
}

function detect(folder: Folder): Draft | null {
  const python = readPython(folder);
  const dependency = python.dependencies.find(({ name }) => name === "flask");
  const app = dependency ? findAppObject(folder, "Flask") : null;
  if (!dependency || !app) return null;
  const hasServer = python.dependencies.some(({ name }) => name === "gunicorn");
  const { databases, facts } = readDatabases(folder, python.dependencies);
  const { health, facts: healthFacts } = readHealth(folder);
  return {
    ...(hasServer ? python.base : python.adding("gunicorn")),
    kind: "server",
    framework: "Flask",
    start: startLine(app),
    // gunicorn is told where to listen, so what app.run() would do is no problem.
    port: readPort(folder, 8000).port,
    health,
    databases,
    facts: [
      ...python.facts,
      ...[fact("framework", "Flask", dependency), fact("application", app.target, app.at)],
      ...[...facts, ...healthFacts],
    ],
    findings: hasServer ? [] : [finding("warning", "no-gunicorn", NO_GUNICORN, dependency)],
  };
}

export const flaskDetector: Detector = {
  name: "Flask",
  looksFor: "Flask among Python's dependencies, and its application",
  detect,
};
