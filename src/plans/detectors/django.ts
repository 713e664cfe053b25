import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { djangoFindings } from "../python/django-findings.ts";
import type { Served } from "../python/django-settings.ts";
import { readDjangoSettings, servedBy, standIns } from "../python/django-settings.ts";
import { pythonDetector } from "../python/member.ts";
import type { PythonProject } from "../python/project.ts";
import { readPython } from "../python/project.ts";
import { missingServer } from "../python/server-draft.ts";
import { readHealth } from "../readings/ports.ts";

type Server = { start: string; added: string[] };

/** Sockets need ASGI; everything else is served by gunicorn, as most people do. */
const needsAsgi = (python: PythonProject) => python.has("channels", "daphne");

/** `channels[daphne]` installs it as well. */
const bringsDaphne = (python: PythonProject) =>
  python.has("daphne") || python.find("channels")?.extras.includes("daphne") === true;

function serverOf(python: PythonProject, { target }: Served, isAsgi: boolean): Server {
  if (!isAsgi) {
    const added = python.has("gunicorn") ? [] : ["gunicorn"];
    return { start: `gunicorn --bind 0.0.0.0:$PORT ${target}`, added };
  }
  if (python.has("uvicorn") && !bringsDaphne(python)) {
    return { start: `uvicorn ${target} --host 0.0.0.0 --port $PORT`, added: [] };
  }
  return { start: `daphne -b 0.0.0.0 -p $PORT ${target}`, added: bringsDaphne(python) ? [] : ["daphne"] };
}

function buildLine(folder: Folder, settings: readonly string[], prefix: string, python: PythonProject): string | null {
  const collects = folder.find(settings, /^STATIC_ROOT\s*=/m);
  const place = python.base().context === folder.path ? "" : `cd ${folder.path} && `;
  const lines = [
    ...(python.base().build ? [python.base().build] : []),
    ...(collects ? [`${place}${prefix}${standIns(folder, settings)}python manage.py collectstatic --noinput`] : []),
  ];
  return lines.length > 0 ? lines.join(" && ") : null;
}

function serverFindings({ added }: Server): Finding[] {
  return added.map((name) =>
    finding("warning", `no-${name}`, missingServer("Django", name), { file: "manage.py", line: 0 }),
  );
}

function detect(folder: Folder): Draft | null {
  if (!folder.has("manage.py")) return null;
  const settings = readDjangoSettings(folder);
  const python = readPython(folder);
  const wsgi = servedBy(folder, settings, "wsgi");
  const asgi = needsAsgi(python) || !wsgi ? servedBy(folder, settings, "asgi") : null;
  const served = asgi ?? wsgi;
  if (!served) return null;
  const server = serverOf(python, served, asgi !== null);
  // The server's own settings, where manage.py has others for one's own machine.
  const differs = served.settingsModule !== null && served.settingsModule !== settings.module;
  const prefix = differs ? `DJANGO_SETTINGS_MODULE=${served.settingsModule} ` : "";
  const collects = folder.find(settings.files, /^STATIC_ROOT\s*=/m);
  const { health, facts: healthFacts } = readHealth(folder);
  return {
    ...python.base(...server.added),
    kind: "server",
    framework: "Django",
    build: buildLine(folder, settings.files, prefix, python),
    start: server.start,
    port: 8000,
    health,
    hooks: { beforeSwitch: `${prefix}python manage.py migrate --noinput` },
    facts: [
      ...python.facts,
      ...[fact("framework", "Django", "manage.py"), fact("application", served.target, served.at)],
      ...(collects ? [fact("build", "collectstatic", collects)] : []),
      ...healthFacts,
    ],
    findings: [...python.findings, ...serverFindings(server), ...djangoFindings(folder, settings.files, python)],
  };
}

export const djangoDetector: Detector = pythonDetector({
  name: "Django",
  looksFor: "Django's manage.py and its settings",
  detect,
});
