import type { Folder } from "../folder.ts";

type Reading = { name: string; optional: boolean; example: string; file: string; line: number };

type Pattern = { pattern: RegExp; optional: boolean };

// Go's Getenv answers an empty text, which a program may well cope with: only what it checks and refuses is required.
const GO: readonly Pattern[] = [
  {
    pattern:
      /\b\w{1,40}\s*:?=\s*os\.Getenv\(\s*"([A-Z][A-Z0-9_]*)"\s*\)\s*\n\s*if\s+\w{1,40}\s*==\s*""\s*\{\s*(?:\n\s*)?(?:log\.(?:Fatal|Panic)|panic\(|slog\.Error|return\b)/g,
    optional: false,
  },
  {
    pattern:
      /\bif\s+os\.Getenv\(\s*"([A-Z][A-Z0-9_]*)"\s*\)\s*==\s*""\s*\{\s*(?:log\.(?:Fatal|Panic)|panic\(|slog\.Error|return\b)/g,
    optional: false,
  },
  { pattern: /\b[mM]ust\w{0,20}[eE]nv\w{0,20}\(\s*"([A-Z][A-Z0-9_]*)"/g, optional: false },
  { pattern: /\benv:"([A-Z][A-Z0-9_]*),(?:required|notEmpty)/g, optional: false },
  {
    pattern:
      /\b(?:os\.Getenv|(?<![mM]ust)(?:get|lookup|Get|Lookup)Env\w{0,20})\(\s*"([A-Z][A-Z0-9_]*)"\s*(?:,\s*"([^"\n]{0,200})")?/g,
    optional: true,
  },
  { pattern: /\benv:"([A-Z][A-Z0-9_]*)"(?:[ \t]+(?:envDefault|default):"([^"\n]{0,200})")?/g, optional: true },
  { pattern: /\bos\.LookupEnv\(\s*"([A-Z][A-Z0-9_]*)"/g, optional: true },
  { pattern: /\bcmp\.Or\(\s*os\.Getenv\(\s*"([A-Z][A-Z0-9_]*)"\s*\)\s*,\s*"([^"\n]{0,200})"/g, optional: true },
  { pattern: /\bviper\.(?:Get\w{0,20}|BindEnv)\((?:\s*"[\w.]{0,60}"\s*,)?\s*"([A-Z][A-Z0-9_]*)"/g, optional: true },
];

const RUST: readonly Pattern[] = [
  { pattern: /\bvar\(\s*"([A-Z][A-Z0-9_]*)"\s*\)\s*(?:\.(?:expect|unwrap|context|map_err)\(|\?)/g, optional: false },
  {
    pattern:
      /\bvar(?:_os)?\(\s*"([A-Z][A-Z0-9_]*)"\s*\)(?!\s*(?:\.(?:expect|unwrap|context|map_err)\(|\?))(?:\s*\.unwrap_or(?:_else)?\(\s*(?:\|[^|\n]{0,20}\|\s*)?(?:String::from\()?"([^"\n]{0,200})")?/g,
    optional: true,
  },
  { pattern: /\benv\s*=\s*"([A-Z][A-Z0-9_]*)"(?!\s*,\s*default)/g, optional: false },
  { pattern: /\benv\s*=\s*"([A-Z][A-Z0-9_]*)"\s*,\s*default_value(?:_t)?\s*=\s*"?([^"\n,)]{0,200})/g, optional: true },
  // #[arg(long, env)] database_url: String: the variable has the field's name.
  {
    pattern:
      /#\[(?:arg|clap)\((?![^\]\n]{0,200}\bdefault_value)(?:[^\]\n]{0,200},\s{0,9})?env\s{0,9}[,)][^\]\n]{0,200}\]\s{0,99}(?:pub\s{1,9})?([a-z][a-z0-9_]{0,80})\s{0,9}:\s{0,9}(?!Option\b)/g,
    optional: false,
  },
  {
    pattern:
      /#\[(?:arg|clap)\((?:[^\]\n]{0,200},\s{0,9})?env\s{0,9},[^\]\n]{0,100}?\bdefault_value(?:_t)?\s{0,9}=\s{0,9}"?([^"\n,)\]]{0,200})"?[^\]\n]{0,60}\]\s{0,99}(?:pub\s{1,9})?(?<name>[a-z][a-z0-9_]{0,80})\s{0,9}:/g,
    optional: true,
  },
  {
    pattern:
      /#\[(?:arg|clap)\((?:[^\]\n]{0,200},\s{0,9})?env\s{0,9}[,)][^\]\n]{0,200}\]\s{0,99}(?:pub\s{1,9})?([a-z][a-z0-9_]{0,80})\s{0,9}:\s{0,9}Option\b/g,
    optional: true,
  },
];

/** Variables of the compiler and the libraries, which nobody has to set. */
const OF_TOOLS = /^(?:CARGO|RUST|OUT_DIR$|GO(?:PATH|ROOT|MAXPROCS|GC|OS|ARCH)?$|GIN_MODE$)/;

function* readingsOf(folder: Folder, ending: string, patterns: readonly Pattern[]): Generator<Reading> {
  const files = folder.code.filter((file) => file.endsWith(ending));
  for (const { pattern, optional } of patterns) {
    for (const { file, line, match } of folder.search(files, pattern)) {
      const field = match.groups?.name;
      const name = (field ?? match[1] ?? "").toUpperCase();
      const example = (field ? match[1] : match[2]) ?? "";
      if (!OF_TOOLS.test(name)) yield { name, optional, example, file, line };
    }
  }
}

/** A name that is refused when it is empty is read as one that is not before: the refusal counts. */
function strict(readings: Reading[]): Reading[] {
  const required = new Set(readings.filter(({ optional }) => !optional).map(({ name }) => name));
  return readings.filter(({ name, optional }) => !optional || !required.has(name));
}

/** The variables that programs in Go and Rust read. */
export function compiledReadings(folder: Folder): Reading[] {
  return [...strict([...readingsOf(folder, ".go", GO)]), ...readingsOf(folder, ".rs", RUST)];
}
