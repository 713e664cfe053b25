import type { Folder } from "../folder.ts";
import type { WantedVariable } from "../plan.ts";
import { filesWith } from "./files-with.ts";
import { frameworkVariables } from "./framework-variables.ts";
import { namedVariables } from "./schema-variables.ts";
import { compiledReadings } from "./variables-compiled.ts";
import { fileReadings } from "./variables-files.ts";
import { objectReadings } from "./variables-objects.ts";
import { pythonReadings } from "./variables-python.ts";

/** `refused`: the program ends at this place without it, whatever it does elsewhere. */
type Reading = {
  name: string;
  optional: boolean;
  refused?: boolean;
  example: string;
  file: string;
  line: number;
};

/** Set by AutoStack, the shell or the tools themselves: nobody is asked for them. */
const KNOWN = new Set(
  "CI DEBUG DEV HOME HOST HOSTNAME LANG MODE NODE_ENV PATH PORT PROD PWD PYTHONPATH SHELL SSR TERM TMPDIR TZ USER BASE_URL".split(
    " ",
  ),
);
const ENV_EXAMPLES = [".env.example", ".env.sample", ".env.template", "example.env"];

// A default, a test or a comparison beside the read says that the program also works without the variable.
const JS_READ =
  /(?:process\.env|Bun\.env|import\.meta\.env|Deno\.env)(?:\?)?(?:\.([A-Z][A-Z0-9_]*)\b|\[["']([A-Z][A-Z0-9_]*)["']\]|\.get\(["']([A-Z][A-Z0-9_]*)["']\))(?:\s{0,9}\)?\s{0,9}(\|\||\?\?|\?(?!\.)|&&|===?|!==?))?(?:\s{0,9}["'`]([^"'`\n]{0,200})["'`]|\s{0,9}(\d+))?/g;
const TESTED_BEFORE = /(?:\bif\s*\(\s*!?|!!|&&\s*|\btypeof\s+)$/;
/** What follows `if (!process.env.X`: the program ends there without it, perhaps with a word before. */
const REFUSED =
  /^\s{0,9}\)\s{0,99}\{?\s{0,99}(?:\/\/[^\n]{0,200}\n\s{0,99})?(?:console\.\w{1,9}\([^;\n]{0,300}\);?\s{1,99})?(?:throw\b|process\.exit(?:Code)?\b)/;
const NEGATED_BEFORE = /\bif\s{0,9}\(\s{0,9}!$/;
const JS_DESTRUCTURED = /\{([^{}]+)\}\s*=\s*(?:process|Bun)\.env\b/g;
const PRISMA_SCHEMAS = ["prisma/schema.prisma", "schema.prisma"];
const PRISMA_ENV = /\benv\("([A-Za-z_]\w*)"\)/g;
const ENV_LINE = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/gm;

const PUBLIC = /^(?:NEXT_PUBLIC_|VITE_|PUBLIC_|NUXT_PUBLIC_|REACT_APP_|VUE_APP_|NG_APP_|GATSBY_|STORYBOOK_)/;
const SECRET =
  /SECRET|TOKEN|PASSW|PASS$|(?:^|_)KEY$|API_?KEY|PRIVATE|CREDENTIAL|DATABASE_URL|(?:^|_)DSN$|^ConnectionStrings__|(?:REDIS|MONGO\w*|POSTGRES\w*|MYSQL|DB)_UR[IL]$/;

/** Whether a value of this name should be hidden: a guess. */
export const looksSecret = (name: string): boolean => SECRET.test(name) && !PUBLIC.test(name);

function* plainReadings(folder: Folder, files: readonly string[]): Generator<Reading> {
  for (const { file, line, match } of folder.search(files, JS_READ)) {
    const [, dotted, indexed, got, after, text, number] = match;
    const name = dotted ?? indexed ?? got ?? "";
    if (KNOWN.has(name)) continue;
    const before = match.input.slice(Math.max(0, match.index - 40), match.index);
    const behind = match.index + match[0].length;
    if (NEGATED_BEFORE.test(before) && REFUSED.test(match.input.slice(behind, behind + 700))) {
      yield { name, optional: false, refused: true, example: "", file, line };
      continue;
    }
    const isTested = TESTED_BEFORE.test(before);
    const example = after === "||" || after === "??" ? (text ?? number ?? "") : "";
    yield { name, optional: isTested || after !== undefined, example, file, line };
  }
}

function* destructuredReadings(folder: Folder, files: readonly string[]): Generator<Reading> {
  for (const { file, line, match } of folder.search(files, JS_DESTRUCTURED)) {
    for (const part of (match[1] ?? "").split(",")) {
      const name = /^\s*([A-Z][A-Z0-9_]*)/.exec(part)?.[1];
      if (name) yield { name, optional: part.includes("="), example: "", file, line };
    }
  }
}

function javascriptReadings(folder: Folder): Reading[] {
  const files = filesWith(folder, [".env"]);
  return [...plainReadings(folder, files), ...destructuredReadings(folder, files)];
}

function* exampleReadings(folder: Folder): Generator<Reading> {
  // Symfony's .env is the example: what is secret stands in .env.local.
  const examples = folder.has("symfony.lock") ? [...ENV_EXAMPLES, ".env"] : ENV_EXAMPLES;
  for (const { file, line, match } of folder.search(examples, ENV_LINE)) {
    // The start says so itself, and what this file says is for developers.
    if (file === ".env" && /^APP_(?:ENV|DEBUG)$/.test(match[1] ?? "")) continue;
    const value = (match[2] ?? "").replace(/\s#.*$/, "").trim();
    const example = value.replace(/^(["'])(.*)\1$/, "$2");
    yield { name: match[1] ?? "", optional: example !== "", example, file, line };
  }
}

function* prismaReadings(folder: Folder): Generator<Reading> {
  for (const { file, line, match } of folder.search(PRISMA_SCHEMAS, PRISMA_ENV)) {
    yield { name: match[1] ?? "", optional: false, example: "", file, line };
  }
}

/**
 * Several reads of one name are one variable: the first place in the code, and optional as soon as one read copes
 * without it. An example file has a say only where the code has none.
 */
function merged(readings: Reading[]): WantedVariable {
  const first = readings[0] as Reading;
  const inCode = readings.filter(({ file }) => file !== ".env" && !ENV_EXAMPLES.includes(file));
  const secret = looksSecret(first.name);
  const example = readings.find((reading) => reading.example !== "")?.example ?? "";
  return {
    name: first.name,
    required:
      readings.some(({ refused }) => refused) ||
      (inCode.length > 0 ? inCode : readings).every((reading) => !reading.optional),
    secret,
    // What stands in an example file of a secret may be a real one that slipped in.
    example: secret ? "" : example,
    file: first.file,
    line: first.line,
  };
}

/** The variables that the code and its `.env.example` name, in alphabetical order. */
export function readVariables(folder: Folder): WantedVariable[] {
  const readings = [
    javascriptReadings,
    namedVariables,
    frameworkVariables,
    pythonReadings,
    compiledReadings,
    objectReadings,
    fileReadings,
    prismaReadings,
    exampleReadings,
  ].flatMap((read) => [...read(folder)]);
  const byName = Map.groupBy(
    readings.filter(({ name }) => !KNOWN.has(name) && !/^(?:npm|AUTOSTACK)_/.test(name)),
    ({ name }) => name,
  );
  return [...byName.values()].map(merged).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those that the code reads, with what a platform's file proposes for them, and those that only the file names. */
export function mergedVariables(read: readonly WantedVariable[], named: readonly WantedVariable[]): WantedVariable[] {
  const proposal = new Map(named.map((variable) => [variable.name, variable]));
  const known = read.map((variable) => ({
    ...variable,
    example: variable.example || (proposal.get(variable.name)?.example ?? ""),
  }));
  const more = named.filter(({ name }) => !read.some((variable) => variable.name === name));
  return [...known, ...more].sort((a, b) => (a.name < b.name ? -1 : 1));
}
