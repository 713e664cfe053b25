import type { Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { readHealth, readPort } from "../readings/ports.ts";
import type { AppObject } from "./app-object.ts";
import { findAppObject } from "./app-object.ts";
import type { PythonDependency } from "./dependencies.ts";
import { migrationOf } from "./migrations.ts";
import type { PythonProject } from "./project.ts";
import { readPython } from "./project.ts";

/** A web framework whose application object is handed to a server. */
export type Framework = {
  name: string;
  /** The package that tells. */
  dependency: string;
  /** The classes that an application is made of, as an alternative of a pattern. */
  classes: string;
  interface: "asgi" | "wsgi";
  health?: string;
};

export function uvicornLine({ target, isFactory, searchIn }: AppObject): string {
  const folder = searchIn ? ` --app-dir ${searchIn}` : "";
  return `uvicorn ${target}${isFactory ? " --factory" : ""}${folder} --host 0.0.0.0 --port $PORT`;
}

export function gunicornLine({ target, isFactory, searchIn }: AppObject, options = ""): string {
  const folder = searchIn ? ` --chdir ${searchIn}` : "";
  return `gunicorn --bind 0.0.0.0:$PORT${options}${folder} ${isFactory ? `'${target}()'` : target}`;
}

type Server = { start: string; added: string[] };

function hypercornLine({ target, isFactory, searchIn }: AppObject): string {
  const path = searchIn ? `PYTHONPATH=${searchIn} ` : "";
  return `${path}hypercorn --bind 0.0.0.0:$PORT ${isFactory ? `'${target}()'` : target}`;
}

function asgiServer(python: PythonProject, app: AppObject): Server {
  if (python.has("uvicorn", "fastapi-cli")) return { start: uvicornLine(app), added: [] };
  const bringsIt = python.dependencies.some(
    ({ name, extras }) => ["fastapi", "litestar"].includes(name) && extras.includes("standard"),
  );
  if (bringsIt) return { start: uvicornLine(app), added: [] };
  if (python.has("hypercorn", "quart")) return { start: hypercornLine(app), added: [] };
  return { start: uvicornLine(app), added: ["uvicorn"] };
}

/** Sockets are kept by threads of one worker, because each worker only knows its own. */
const SOCKET_OPTIONS = " --workers 1 --threads 100";

function wsgiServer(python: PythonProject, app: AppObject): Server {
  if (python.has("gunicorn") || !python.has("waitress")) {
    const options = python.has("flask-socketio") ? SOCKET_OPTIONS : "";
    return { start: gunicornLine(app, options), added: python.has("gunicorn") ? [] : ["gunicorn"] };
  }
  const path = app.searchIn ? `PYTHONPATH=${app.searchIn} ` : "";
  const call = app.isFactory ? " --call" : "";
  return { start: `${path}waitress-serve --listen=0.0.0.0:$PORT${call} ${app.target}`, added: [] };
}

export const missingServer = (framework: string, server: string) => ({
  title:
    server === "uvicorn"
      ? `${framework} needs a server, and uvicorn is not among the dependencies.`
      : `${framework}'s own server is for development, and ${server} is not among the dependencies.`,
  fix: `Add \`${server}\` to the dependencies. Until then the build installs its newest version.`,
});

function portOf(folder: Folder, { interface: kind }: Framework): number {
  // The server is told where to listen, so what app.run() would do is no problem.
  return kind === "wsgi" ? readPort(folder, 8000).port : 8000;
}

/** The draft for a framework's application, when the project depends on it and its application is found. */
export function frameworkDraft(folder: Folder, framework: Framework): Draft | null {
  const python = readPython(folder);
  const dependency = python.find(framework.dependency);
  const app = dependency ? findAppObject(folder, framework.classes) : null;
  return dependency && app && draftOf(folder, framework, python, dependency, app);
}

function draftOf(
  folder: Folder,
  framework: Framework,
  python: PythonProject,
  dependency: PythonDependency,
  app: AppObject,
): Draft {
  const { start, added } = framework.interface === "asgi" ? asgiServer(python, app) : wsgiServer(python, app);
  const { health, facts: healthFacts } = readHealth(folder);
  const migration = migrationOf(folder, python, app);
  const missing = added.map((server) =>
    finding("warning", `no-${server}`, missingServer(framework.name, server), dependency),
  );
  return {
    ...python.base(...added),
    kind: "server",
    framework: framework.name,
    start,
    port: portOf(folder, framework),
    hooks: { beforeSwitch: migration.line },
    health: healthFacts.length > 0 ? health : (framework.health ?? "/"),
    facts: [
      ...python.facts,
      ...[fact("framework", framework.name, dependency), fact("application", app.target, app.at)],
      ...[...migration.facts, ...healthFacts],
    ],
    findings: [...python.findings, ...missing],
  };
}
