import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { findAppObject } from "../python/app-object.ts";
import { pythonDetector } from "../python/member.ts";
import { readPython } from "../python/project.ts";
import { gunicornLine, missingServer } from "../python/server-draft.ts";

/** Dash keeps the WSGI application inside its own: `app.server`, which gunicorn reaches by a name or as an attribute. */
function detect(folder: Folder): Draft | null {
  const python = readPython(folder);
  const dependency = python.find("dash");
  const app = dependency ? findAppObject(folder, "Dash") : null;
  if (!dependency || !app || app.isFactory) return null;
  const named = folder.find([app.at.file], /^(\w+)[ \t]*=[ \t]*\w+\.server\b/m);
  const target = named ? `${app.module}:${named.match[1]}` : `${app.target}.server`;
  const added = python.has("gunicorn") ? [] : ["gunicorn"];
  return {
    ...python.base(...added),
    kind: "server",
    framework: "Dash",
    start: gunicornLine({ ...app, target }),
    port: 8050,
    health: "/",
    facts: [...python.facts, ...[fact("framework", "Dash", dependency), fact("application", target, named ?? app.at)]],
    findings: [
      ...python.findings,
      ...added.map((server) => finding("warning", `no-${server}`, missingServer("Dash", server), dependency)),
    ],
  };
}

export const dashDetector: Detector = pythonDetector({
  name: "Dash",
  looksFor: "Dash among Python's dependencies, and its application",
  detect,
});
