import type { Folder } from "../folder.ts";

type Reading = {
  name: string;
  optional: boolean;
  refused?: boolean;
  example: string;
  file: string;
  line: number;
};

const REQUIRED = /\b(?:os\.)?environ\[\s*["']([A-Z][A-Z0-9_]*)["']\s*\](?!\s*=[^=])/g;
const OPTIONAL =
  /\b(?:os\.)?(?:environ\.get|getenv|environ\.setdefault)\(\s*["']([A-Z][A-Z0-9_]*)["']\s*(?:,\s*["']?([^"')\n]*)["']?)?/g;
const ENDS = String.raw`:[ \t]{0,9}(?:#[^\n]{0,200})?\s{0,99}(?:(?:print|logging\.\w{1,9}|logger\.\w{1,9})\([^\n]{0,300}\)\s{1,99})?(?:raise\b|(?:sys\.)?exit\()`;
const READ = String.raw`(?:os\.)?(?:environ\.get|getenv)\(\s{0,9}["']([A-Z][A-Z0-9_]*)["']\s{0,9}\)`;
/** `if not os.getenv("X"): raise`, and the same of the name that was given to it in the line before. */
const REFUSED = [
  new RegExp(`\\bif not ${READ}[ \\t]{0,9}${ENDS}`, "g"),
  new RegExp(
    `\\b(?<held>\\w{1,60})[ \\t]{0,9}=[ \\t]{0,9}${READ}[ \\t]{0,9}\\n\\s{0,99}if (?:not \\k<held>|\\k<held> is None)[ \\t]{0,9}${ENDS}`,
    "g",
  ),
];
/** decouple's and Starlette's `config("X", default="…", cast=…)`, environs' and django-environ's `env.bool("X", …)`. */
const CONFIGURED =
  /\b(?:config|env(?:\.\w{1,20})?|Env\(\)(?:\.\w{1,20})?)\(\s*["']([A-Z][A-Z0-9_]*)["']([^)\n]{0,200})/g;
const DEFAULT = /\bdefault\s*=\s*(?:["']([^"'\n]*)["']|([\w.]+))|^\s*,\s*(?:["']([^"'\n]*)["']|(?!\w+\s*=)([\w.]+))/;
/** `default=…`, or a second argument that is not named. */
const COPES = /\bdefault\s*=|^\s*,\s*(?!\w+\s*=)[^\s]/;
/** django-environ's `env.db()` without a name reads DATABASE_URL. */
const ENV_DB = /\benv\.db(?:_url)?\(\s*(?:default|\))/g;
const SETTINGS_CLASS =
  /^class \w+\((?:\w+\.)?BaseSettings\b[^)\n]{0,200}\):[ \t]*(?:#[^\n]*)?\n((?:(?:[ \t]+[^\n]*)?\n)*)/gm;
const FIELD = /^( {4}|\t)([A-Za-z]\w*)[ \t]*:[ \t]*([^=\n]{1,200})(?:=[ \t]*([^\n]*))?$/gm;
const PREFIX = /\benv_prefix["']?\s*[:=]\s*["'](\w{0,40})["']/;

/** What Django's own files set for themselves. */
const OF_TOOLS = /^(?:DJANGO_SETTINGS_MODULE|CELERY_CONFIG_MODULE|FLASK_ENV|FLASK_DEBUG|FLASK_APP|WEB_CONCURRENCY)$/;

const pythonFiles = (folder: Folder) => folder.code.filter((file) => file.endsWith(".py"));

function* plain(folder: Folder, files: readonly string[]): Generator<Reading> {
  for (const { file, line, match } of folder.search(files, REQUIRED)) {
    yield { name: match[1] ?? "", optional: false, example: "", file, line };
  }
  for (const { file, line, match } of folder.search(files, OPTIONAL)) {
    yield { name: match[1] ?? "", optional: true, example: match[2] ?? "", file, line };
  }
  for (const { file, line, match } of REFUSED.flatMap((pattern) => [...folder.search(files, pattern)])) {
    yield { name: match.at(-1) ?? "", optional: false, refused: true, example: "", file, line };
  }
}

function* configured(folder: Folder, files: readonly string[]): Generator<Reading> {
  for (const { file, line, match } of folder.search(files, CONFIGURED)) {
    const rest = match[2] ?? "";
    const example =
      DEFAULT.exec(rest)
        ?.slice(1)
        .find((text) => text !== undefined) ?? "";
    yield { name: match[1] ?? "", optional: COPES.test(rest), example, file, line };
  }
  for (const { file, line, match } of folder.search(files, ENV_DB)) {
    yield { name: "DATABASE_URL", optional: match[0].includes("default"), example: "", file, line };
  }
}

/** A default that is code is not shown: only a text, a number or a word is a value. */
const exampleOf = (value: string) => /^(?:["']([^"'\n]*)["']|(-?[\d.]+|True|False))[ \t]*(?:#.*)?$/.exec(value.trim());

const NEEDS_VALUE = /^Field\(\s*(?:\.\.\.|\)|alias|validation_alias|description)/;

function fieldReading(field: RegExpExecArray, prefix: string): Omit<Reading, "file" | "line"> | null {
  const [, , name = "", type = "", value] = field;
  if (name === "model_config" || type.includes("ClassVar")) return null;
  const found = value === undefined ? null : exampleOf(value);
  const optional = value !== undefined && !NEEDS_VALUE.test(value);
  return { name: `${prefix}${name}`.toUpperCase(), optional, example: found?.[1] ?? found?.[2] ?? "" };
}

/** pydantic's settings: every field is a variable of the same name, and required without a default. */
function* settings(folder: Folder, files: readonly string[]): Generator<Reading> {
  for (const { file, line, match } of folder.search(files, SETTINGS_CLASS)) {
    const body = match[1] ?? "";
    const prefix = PREFIX.exec(body)?.[1] ?? "";
    for (const field of body.matchAll(FIELD)) {
      const reading = fieldReading(field, prefix);
      if (reading) yield { ...reading, file, line: line + body.slice(0, field.index).split("\n").length };
    }
  }
}

/** The variables that Python reads, with those of its widespread helpers. */
export function pythonReadings(folder: Folder): Reading[] {
  const files = pythonFiles(folder);
  return [plain, configured, settings]
    .flatMap((read) => [...read(folder, files)])
    .filter(({ name }) => !OF_TOOLS.test(name));
}
