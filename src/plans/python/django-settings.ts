import type { Folder, Hit } from "../folder.ts";

const SETTINGS_MODULE = /DJANGO_SETTINGS_MODULE["']\s*,\s*["']([\w.]{1,200})["']/;
const SERVED = { wsgi: /\bget_wsgi_application\(/, asgi: /\bget_asgi_application\(/ };

export type Served = { target: string; settingsModule: string | null; at: Hit };

export type DjangoSettings = {
  /** `shop.settings`, as manage.py sets it when nothing else does. */
  module: string | null;
  /** Every file of settings, those of tests and of one's own machine left out. */
  files: string[];
};

const SETTINGS_FILE = /(?:^|\/)settings[^/]*\.py$|(?:^|\/)(?:settings|config)\/(?:\w+\/)?\w+\.py$/;
const LOCAL_FILE = /(?:^|[/_.])(?:dev|develop|development|local|test|tests|testing|ci)\.py$/;

export function readDjangoSettings(folder: Folder): DjangoSettings {
  const module = folder.find(["manage.py"], SETTINGS_MODULE)?.match[1] ?? null;
  const path = module?.replaceAll(".", "/");
  const named = path ? folder.firstOf(`${path}.py`, `${path}/__init__.py`) : null;
  const others = folder.code.filter((file) => SETTINGS_FILE.test(file) && !LOCAL_FILE.test(file) && file !== named);
  // manage.py may name the settings of one's own machine, which the server does not have.
  const isLocal = named !== null && LOCAL_FILE.test(named) && others.length > 0;
  return { module, files: named && !isLocal ? [named, ...others] : others };
}

const moduleOf = (file: string) => file.replace(/\.py$/, "").replaceAll("/", ".");

/** The settings name it; else it is the file that makes one. */
export function servedBy(folder: Folder, { files }: DjangoSettings, kind: "wsgi" | "asgi"): Served | null {
  const setting = folder.find(
    files,
    new RegExp(`^${kind.toUpperCase()}_APPLICATION\\s*=\\s*["']([\\w.]+)\\.(\\w+)["']`, "m"),
  );
  const file = setting ? `${(setting.match[1] ?? "").replaceAll(".", "/")}.py` : null;
  const made = folder.find(
    folder.code.filter((name) => name.endsWith(`${kind}.py`)),
    SERVED[kind],
  );
  const at = setting ?? made;
  if (!at) return null;
  const from = file && folder.has(file) ? file : (made?.file ?? at.file);
  const target = setting ? `${setting.match[1]}:${setting.match[2]}` : `${moduleOf(from)}:application`;
  return { target, settingsModule: folder.find([from], SETTINGS_MODULE)?.match[1] ?? null, at };
}

// What settings read in a way that throws when it is not set: os.environ["X"], config("X"), env("X"), env.str("X").
const REQUIRED = [
  /\bos\.environ\[\s*["']([A-Z][A-Z0-9_]*)["']\s*\]/,
  /\b(?:config|env(?:\.(?:str|bool|int|list|url))?)\(\s*["']([A-Z][A-Z0-9_]*)["']\s*\)/,
  /\benv\.(?:db|db_url|cache|cache_url)\(\s*(?:["']([A-Z][A-Z0-9_]*)["']\s*)?\)/,
  /\b(?:getenv|environ\.get)\(\s*["']([A-Z0-9_]*SECRET_KEY)["']\s*\)/,
];

const unusedFor = (name: string) => (/(?:URL|URI|DSN)$/.test(name) ? "sqlite:////tmp/unused.sqlite3" : "unused");

/**
 * What stands before a command of the build that only has to load the settings: a value for whatever they ask for,
 * because the real ones may be there at run time only. `SECRET_KEY="${SECRET_KEY:-unused}"`.
 */
export function standIns(folder: Folder, files: readonly string[]): string {
  const names = REQUIRED.flatMap((pattern) =>
    [...folder.search(files, pattern)].map(({ match }) => match[1] ?? "DATABASE_URL"),
  );
  return [...new Set(names)]
    .sort()
    .map((name) => `${name}="\${${name}:-${unusedFor(name)}}" `)
    .join("");
}
