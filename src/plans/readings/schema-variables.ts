import type { Folder } from "../folder.ts";

/** A variable as a schema or a helper of a framework's names it. */
export type NamedVariable = { name: string; optional: boolean; example: string; file: string; line: number };

/** `APP_KEY: Env.schema.string()` (AdonisJS), `DATABASE_URL: z.string().url()`, `PORT: port()` (envalid), Joi and Valibot. */
const SCHEMA_LINE =
  /^[ \t]*["']?([A-Z][A-Z0-9_]{1,60})["']?:[ \t]*(?:Env\.schema|z|v|Joi|Type|str|num|bool|url|port|host|email|json|makeValidator)[.(]([^\n]{0,300})/gm;
const SCHEMA_FILE =
  /(?:^|\/)(?:env|environment|config)(?:[.-]\w+)?\.[cm]?[jt]s$|(?:^|\/)(?:env|config)\/[\w-]+\.[cm]?[jt]s$/;
const COPES = /\boptional\b|\bdefault\b|\bnullish\b/;

/** `env("APP_KEYS")`, `env.int("PORT", 1337)`: Strapi gives this helper to the files in `config/`. */
const STRAPI_ENV =
  /\benv(?:\.\w{1,20})?\(\s*["']([A-Z][A-Z0-9_]{1,60})["']\s*(?:(,)\s*(?:["'`]([^"'`\n]{0,200})["'`]|(\d+))?)?/g;
const STRAPI_FILE = /^config\/[\w./-]+\.[jt]s$/;

function* schemaReadings(folder: Folder): Generator<NamedVariable> {
  const files = folder.code.filter((file) => SCHEMA_FILE.test(file));
  for (const { file, line, match } of folder.search(files, SCHEMA_LINE)) {
    yield { name: match[1] ?? "", optional: COPES.test(match[2] ?? ""), example: "", file, line };
  }
}

function* strapiReadings(folder: Folder): Generator<NamedVariable> {
  const files = folder.code.filter((file) => STRAPI_FILE.test(file));
  for (const { file, line, match } of folder.search(files, STRAPI_ENV)) {
    yield { name: match[1] ?? "", optional: match[2] !== undefined, example: match[3] ?? match[4] ?? "", file, line };
  }
}

/** The variables that JavaScript's schemas and helpers of the environment name, beside those that the code reads. */
export const namedVariables = (folder: Folder): NamedVariable[] => [
  ...schemaReadings(folder),
  ...strapiReadings(folder),
];
