import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import { readPython } from "../python/requirements.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth } from "../readings/ports.ts";

const NO_GUNICORN = {
  title: "Django's own server is for development, and gunicorn is not among the dependencies.",
  fix: "Add `gunicorn` to the dependencies. Until then the build installs its newest version.",
};
const NO_HOSTS = {
  title: "ALLOWED_HOSTS is empty, so Django answers every request with 400 once DEBUG is off.",
  fix: "Read it from a variable: ALLOWED_HOSTS = os.environ['ALLOWED_HOSTS'].split(',').",
};

const settingsFiles = (folder: Folder) =>
  folder.code.filter((file) => /settings[^/]*\.py$|settings\/\w+\.py$/.test(file));

/** Collecting files needs a key, but any will do; the real one is only there at run time. */
const COLLECT = "SECRET_KEY=unused python manage.py collectstatic --noinput";

function findingsOf(folder: Folder, settings: readonly string[], gunicorn: boolean): Finding[] {
  const hosts = folder.find(settings, /^ALLOWED_HOSTS\s*(?::[^=\n]+)?=\s*\[\s*\]/m);
  return [
    ...(gunicorn ? [] : [finding("warning", "no-gunicorn", NO_GUNICORN, { file: "manage.py", line: 0 })]),
    ...(hosts ? [finding("warning", "no-allowed-hosts", NO_HOSTS, hosts)] : []),
  ];
}

function detect(folder: Folder): Draft | null {
  if (!folder.has("manage.py")) return null;
  const settings = settingsFiles(folder);
  const wsgi = folder.find(settings, /^WSGI_APPLICATION\s*=\s*["']([\w.]+)\.(\w+)["']/m);
  if (!wsgi) return null;
  const python = readPython(folder);
  const gunicorn = python.dependencies.some(({ name }) => name === "gunicorn");
  const target = `${wsgi.match[1]}:${wsgi.match[2]}`;
  const collects = folder.find(settings, /^STATIC_ROOT\s*=/m);
  const { databases, facts } = readDatabases(folder, python.dependencies);
  const { health, facts: healthFacts } = readHealth(folder);
  return {
    ...(gunicorn ? python.base : python.adding("gunicorn")),
    kind: "server",
    framework: "Django",
    build: collects ? COLLECT : null,
    start: `gunicorn --bind 0.0.0.0:$PORT ${target}`,
    port: 8000,
    health,
    databases,
    hooks: { beforeSwitch: "python manage.py migrate --noinput" },
    facts: [
      ...python.facts,
      ...[fact("framework", "Django", "manage.py"), fact("application", target, wsgi)],
      ...(collects ? [fact("build", "collectstatic", collects)] : []),
      ...[...facts, ...healthFacts],
    ],
    findings: findingsOf(folder, settings, gunicorn),
  };
}

export const djangoDetector: Detector = { name: "Django", looksFor: "Django's manage.py and its settings", detect };
