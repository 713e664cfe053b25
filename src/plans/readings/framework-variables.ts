import type { Folder } from "../folder.ts";
import { configNames } from "../javascript/framework.ts";
import { readPackage } from "../javascript/package-json.ts";
import { filesWith } from "./files-with.ts";
import type { NamedVariable } from "./schema-variables.ts";

const NAME = "([A-Z][A-Z0-9_]{1,60})";

/** `import { API_KEY, MODE as mode } from '$env/static/private'` in SvelteKit, and Astro's `astro:env/server`. */
const STATIC_IMPORT =
  /\bimport\s{0,9}\{([^{}]{1,600})\}\s{0,9}from\s{0,9}["'](?:\$env\/static\/|astro:env\/)\w{1,20}["']/g;
const DYNAMIC = "$env/dynamic/";
const DYNAMIC_READ = new RegExp(`(?<![\\w.])env\\.${NAME}\\b(\\s{0,9}(?:\\|\\||\\?\\?|\\?(?!\\.)|&&|[!=]==?))?`, "g");

/** `API_URL: envField.string({ context: "server", access: "secret", optional: true })` in astro.config.mjs. */
const ASTRO_FIELD = new RegExp(`\\b${NAME}\\s{0,9}:\\s{0,9}envField\\.\\w{1,20}\\(([^)]{0,300})\\)`, "g");
const COPES = /\boptional:\s{0,9}true\b|\bdefault:/;

/** `config.get<string>('DB_HOST')`, `this.configService.getOrThrow('DB_PASSWORD')` with Nest's service. */
const NEST_READ = new RegExp(
  `\\b\\w{0,40}(?:[cC]onfig|[cC]onfigService|[eE]nv)\\.get(OrThrow)?(?:<[\\w\\s|[\\]]{1,60}>)?\\(\\s{0,9}["']${NAME}["'](?:\\s{0,9},\\s{0,9}(?!\\{)["']?([^"'),\\n]{0,200}))?[^)\\n]{0,60}\\)(\\s{0,9}(?:\\|\\||\\?\\?|\\?(?!\\.)|&&))?`,
  "g",
);

function* staticImports(folder: Folder): Generator<NamedVariable> {
  const files = filesWith(folder, ["$env/static/", "astro:env/"]);
  for (const { file, line, match } of folder.search(files, STATIC_IMPORT)) {
    for (const part of (match[1] ?? "").split(",")) {
      const name = /^\s*([A-Z][A-Z0-9_]*)/.exec(part)?.[1];
      // Whether one that Astro's schema names may be missing is said there.
      if (name) yield { name, optional: match[0].includes("astro:env"), example: "", file, line };
    }
  }
}

function* dynamicReads(folder: Folder): Generator<NamedVariable> {
  for (const { file, line, match } of folder.search(filesWith(folder, [DYNAMIC]), DYNAMIC_READ)) {
    const tested = /(?:\bif\s*\(\s*!?|!!?|&&\s*)$/.test(match.input.slice(Math.max(0, match.index - 20), match.index));
    yield { name: match[1] ?? "", optional: tested || match[2] !== undefined, example: "", file, line };
  }
}

function* astroFields(folder: Folder): Generator<NamedVariable> {
  for (const { file, line, match } of folder.search(filesWith(folder, ["envField"]), ASTRO_FIELD)) {
    yield { name: match[1] ?? "", optional: COPES.test(match[2] ?? ""), example: "", file, line };
  }
}

function* nestReads(folder: Folder): Generator<NamedVariable> {
  for (const { file, line, match } of folder.search(filesWith(folder, ["@nestjs/config"]), NEST_READ)) {
    const [, , name = "", example, copes] = match;
    yield { name, optional: example !== undefined || copes !== undefined, example: example ?? "", file, line };
  }
}

const NUXT_CONFIG = /\bruntimeConfig\s{0,9}:\s{0,9}\{([\s\S]{0,3000})/;
/** A key with an empty text, which a deployment is to fill; one that opens a group; the end of a group. */
const NUXT_KEY = /["']?\b([A-Za-z]\w{0,60})["']?\s{0,9}:\s{0,9}(?:(["'`])\2|(\{))|([{}])/g;

const upperCase = (key: string) => key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();

/** `runtimeConfig: { apiSecret: "", public: { apiBase: "" } }`: Nuxt fills these from NUXT_API_SECRET and so on. */
function* nuxtSettings(folder: Folder): Generator<NamedVariable> {
  const hit = folder.find(configNames("nuxt"), NUXT_CONFIG);
  const groups: string[] = ["NUXT"];
  for (const [, key = "", empty, opens, brace] of hit?.match[1]?.matchAll(NUXT_KEY) ?? []) {
    if (empty !== undefined && hit) {
      const name = [...groups, upperCase(key)].join("_");
      yield { name, optional: true, example: "", file: hit.file, line: hit.line };
    }
    if (opens || brace === "{") groups.push(upperCase(key));
    if (brace === "}") groups.pop();
    if (groups.length === 0) return;
  }
}

/** Named by the folder's package or by that of a repository which keeps everything at its root. */
const uses = (folder: Folder, dependency: string) =>
  [folder, folder.root].some((place) => readPackage(place)?.dependencies.has(dependency));

/** The variables that SvelteKit, Astro, Nuxt and Nest hand to a program by ways of their own. */
export function frameworkVariables(folder: Folder): NamedVariable[] {
  const isKit = uses(folder, "@sveltejs/kit");
  const isAstro = uses(folder, "astro");
  return [
    ...(isKit || isAstro ? staticImports(folder) : []),
    ...(isKit ? dynamicReads(folder) : []),
    ...(isAstro ? astroFields(folder) : []),
    ...(uses(folder, "nuxt") ? nuxtSettings(folder) : []),
    ...(uses(folder, "@nestjs/config") ? nestReads(folder) : []),
  ];
}
