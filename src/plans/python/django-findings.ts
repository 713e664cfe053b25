import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import type { PythonProject } from "./project.ts";

type Rule = { id: string; level: Finding["level"]; pattern: RegExp; title: string; fix: string };

const ON_DISK = "Keep it on a volume";

/** What a setting says, one rule a finding: the first line that matches. */
const RULES: readonly Rule[] = [
  {
    id: "no-allowed-hosts",
    level: "warning",
    pattern: /^ALLOWED_HOSTS\s*(?::[^=\n]+)?=\s*\[\s*\]/m,
    title: "ALLOWED_HOSTS is empty, so Django answers every request with 400 once DEBUG is off.",
    fix: "Read it from a variable: ALLOWED_HOSTS = os.environ['ALLOWED_HOSTS'].split(',').",
  },
  {
    id: "only-local-hosts",
    level: "warning",
    pattern:
      /^ALLOWED_HOSTS\s*(?::[^=\n]+)?=\s*\[\s*(?:["'](?:localhost|127\.0\.0\.1|\[::1\]|0\.0\.0\.0)["']\s*,?\s*)+\]/m,
    title: "ALLOWED_HOSTS names this machine only, so Django answers requests for your domain with 400.",
    fix: "Read it from a variable: ALLOWED_HOSTS = os.environ['ALLOWED_HOSTS'].split(',').",
  },
  {
    id: "debug-on",
    level: "warning",
    pattern: /^DEBUG\s*(?::[^=\n]+)?=\s*True\b/m,
    title: "DEBUG is on: an error shows its code and settings to every visitor.",
    fix: "Read it from a variable that is off by default: DEBUG = os.environ.get('DEBUG') == '1'.",
  },
  {
    id: "secret-key-in-code",
    level: "warning",
    pattern: /^SECRET_KEY\s*(?::[^=\n]+)?=\s*["'][^"'\n]{8}/m,
    title: "SECRET_KEY is written into the code: whoever reads it can sign sessions.",
    fix: "Read it from a variable, SECRET_KEY = os.environ['SECRET_KEY'], and set a new one there.",
  },
  {
    id: "ephemeral-sqlite",
    level: "warning",
    pattern: /["']ENGINE["']\s*:\s*["']django\.db\.backends\.sqlite3["']/,
    title: "The database is a file, and every deployment begins with a new disk.",
    fix: `${ON_DISK}, or read DATABASES from DATABASE_URL with dj-database-url and use a database server.`,
  },
  {
    id: "ephemeral-uploads",
    level: "warning",
    pattern: /^MEDIA_ROOT\s*=\s*(?!["']\/|env|os\.environ|config)/m,
    title: "Uploads go to MEDIA_ROOT inside the program's folder, and every deployment begins with a new disk.",
    fix: `${ON_DISK}, or keep them in an object store with django-storages.`,
  },
  {
    id: "localhost-database",
    level: "warning",
    pattern: /["']HOST["']\s*:\s*["'](?:localhost|127\.0\.0\.1)["']/,
    title: "The database is looked for on localhost, which is the program's own container.",
    fix: "Read its address from a variable, for example with dj-database-url from DATABASE_URL.",
  },
];

const NO_STATIC_ROOT = {
  title: "STATIC_ROOT is not set, so CSS and pictures are collected nowhere, those of the admin neither.",
  fix: "Set STATIC_ROOT = BASE_DIR / 'staticfiles', and let WhiteNoise serve it.",
};
const NO_WHITENOISE = {
  title: "Django does not serve collected files itself once DEBUG is off, and WhiteNoise is not used.",
  fix: "Add whitenoise to the dependencies, and whitenoise.middleware.WhiteNoiseMiddleware after SecurityMiddleware.",
};
const NO_PROXY = {
  title: "Behind HTTPS at the edge Django takes requests for plain HTTP, and refuses forms with 403.",
  fix: "Set SECURE_PROXY_SSL_HEADER = ('HTTP_X_FORWARDED_PROTO', 'https'), or name your address in CSRF_TRUSTED_ORIGINS.",
};

function staticFindings(folder: Folder, settings: readonly string[], python: PythonProject): Finding[] {
  const uses = folder.find(settings, /["']django\.contrib\.staticfiles["']/);
  if (!uses) return [];
  const root = folder.find(settings, /^STATIC_ROOT\s*=/m);
  if (!root) return [finding("warning", "no-static-root", NO_STATIC_ROOT, uses)];
  if (python.has("whitenoise", "django-storages", "dj-static", "servestatic")) return [];
  return [finding("warning", "no-whitenoise", NO_WHITENOISE, root)];
}

export function djangoFindings(folder: Folder, settings: readonly string[], python: PythonProject): Finding[] {
  const found = RULES.flatMap(({ id, level, pattern, title, fix }) => {
    const hit = folder.find(settings, pattern);
    return hit ? [finding(level, id, { title, fix }, hit)] : [];
  });
  const protects = folder.find(settings, /CsrfViewMiddleware/);
  const trusts = folder.find(settings, /SECURE_PROXY_SSL_HEADER|CSRF_TRUSTED_ORIGINS/);
  const csrf = protects && !trusts ? [finding("warning", "csrf-behind-proxy", NO_PROXY, protects)] : [];
  return [...found, ...staticFindings(folder, settings, python), ...csrf];
}
