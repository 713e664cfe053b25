import type { Folder } from "../folder.ts";

type Reading = { name: string; optional: boolean; example: string; file: string; line: number };

/** The first group is the name, the second what it is without the variable. */
type Pattern = { pattern: RegExp; optional: boolean };
type Language = { files: RegExp; words: readonly string[]; patterns: readonly Pattern[]; ofTools?: RegExp };

const NAME = "([A-Z][A-Z0-9_]{0,100})";
const TEXT = `["']([^"'\\n]{0,200})["']`;

const needed = (source: string): Pattern => ({ pattern: new RegExp(source, "g"), optional: false });
const optional = (source: string): Pattern => ({ pattern: new RegExp(source, "g"), optional: true });

const JVM: Language = {
  files: /\.(?:java|kts?|scala)$/,
  words: ["getenv", "@Value", "@ConfigProperty"],
  patterns: [
    needed(
      `(?<!ofNullable\\(\\s{0,9}(?:System\\.)?)\\bgetenv\\(\\s{0,9}"${NAME}"\\s{0,9}\\)(?!\\s{0,40}(?:\\?|[!=]=))`,
    ),
    needed(`\\bgetenv\\(\\s{0,9}"${NAME}"\\s{0,9}\\)\\s{0,40}\\?:\\s{0,9}(?:error\\(|throw\\b|return\\b)`),
    optional(
      `\\bgetenv\\(\\s{0,9}"${NAME}"\\s{0,9}\\)\\s{0,40}\\?(?:\\.\\w{1,30}\\(\\)\\s{0,9}\\?)?:\\s{0,9}"?([^"\\s){}]{0,200})`,
    ),
    optional(`\\bgetenv\\(\\s{0,9}"${NAME}"\\s{0,9}\\)\\s{0,40}(?:\\?|[!=]=)`),
    optional(`ofNullable\\(\\s{0,9}System\\.getenv\\(\\s{0,9}"${NAME}"`),
    optional(`\\bgetenv\\(\\)\\.getOrDefault\\(\\s{0,9}"${NAME}"\\s{0,9},\\s{0,9}${TEXT}`),
    needed(`@Value\\(\\s{0,9}"\\\\?\\$\\{${NAME}\\}`),
    optional(`@Value\\(\\s{0,9}"\\\\?\\$\\{${NAME}:([^}"\\n]{0,200})\\}`),
  ],
};

const JVM_SETTINGS: Language = {
  files: /(?:^|\/)src\/main\/resources\/application[\w-]{0,40}\.(?:properties|ya?ml|conf)$/,
  words: ["${"],
  patterns: [
    needed(`\\$\\{${NAME}\\}`),
    optional(`\\$\\{${NAME}:([^}\\n]{0,200})\\}`),
    optional(`\\$\\{\\?${NAME}\\}`),
  ],
};

const PHP: Language = {
  files: /\.php$/,
  words: ["env(", "$_ENV", "$_SERVER"],
  patterns: [
    // Laravel cannot keep a session without it; its other settings have defaults.
    needed(`'key' => env\\('(APP_KEY)'`),
    needed(`\\bgetenv\\(\\s{0,9}["']${NAME}["']\\s{0,9}\\)(?!\\s{0,9}(?:\\?|[!=]=))`),
    optional(`\\bgetenv\\(\\s{0,9}["']${NAME}["']\\s{0,9}\\)\\s{0,9}(?:\\?[:?]\\s{0,9}${TEXT}|\\?|[!=]=)`),
    optional(`(?<!get)\\benv\\(\\s{0,9}["']${NAME}["'](?:\\s{0,9},\\s{0,9}${TEXT})?`),
    needed(`(?<!isset\\(|empty\\()\\$_(?:ENV|SERVER)\\[["']${NAME}["']\\](?!\\s{0,9}\\?)`),
    optional(`\\$_(?:ENV|SERVER)\\[["']${NAME}["']\\]\\s{0,9}\\?[?:]\\s{0,9}${TEXT}`),
    optional(`(?:isset|empty)\\(\\$_(?:ENV|SERVER)\\[["']${NAME}["']\\]`),
  ],
  // What a request brings stands in $_SERVER as well.
  ofTools:
    /^(?:HTTPS?|HTTP_\w+|REQUEST_\w+|SERVER_\w+|REMOTE_\w+|SCRIPT_\w+|DOCUMENT_ROOT|QUERY_STRING|PHP_\w+|PATH_\w+|ORIG_\w+|CONTENT_\w+|GATEWAY_\w+|LARAVEL_\w+|APP_(?:RUNNING\w*|RUNTIME\w*))$/,
};

const SYMFONY: Language = {
  files: /^config\/(?:[\w-]{1,60}\/){0,3}[\w-]{1,60}\.ya?ml$/,
  words: ["%env("],
  patterns: [needed(`%env\\((?:[a-z_]{1,30}:){0,5}${NAME}\\)%`)],
};

const RUBY: Language = {
  files: /(?:\.(?:rb|ru|rake)|^config\/[\w-]{1,60}\.yml|^Rakefile)$/,
  words: ["ENV"],
  patterns: [
    needed(`\\bENV\\.fetch\\(\\s{0,9}["']${NAME}["']\\s{0,9}\\)(?!\\s{0,9}(?:\\{|do\\b))`),
    optional(
      `\\bENV\\.fetch\\(\\s{0,9}["']${NAME}["']\\s{0,9}(?:,\\s{0,9}|\\)\\s{0,9}\\{\\s{0,9})["']?([^"'\\s){}]{0,200})`,
    ),
    needed(
      `(?<!(?:if|unless|and|&&|!|\\|\\|)\\s{0,9})\\bENV\\[["']${NAME}["']\\](?!\\s{0,9}(?:\\|\\||&&|&\\.|\\?|[!=]=|\\.(?:present|blank|nil|to_)|if\\b))`,
    ),
    optional(`\\bENV\\[["']${NAME}["']\\]\\s{0,9}\\|\\|=?\\s{0,9}${TEXT}`),
    optional(`(?:(?:if|unless|and|&&|!|\\|\\|)\\s{0,9}\\bENV\\[["']${NAME}["']\\])`),
    optional(`\\bENV\\[["']${NAME}["']\\]\\s{0,9}(?:\\|\\||&&|&\\.|\\?|[!=]=|\\.(?:present|blank|nil|to_)|if\\b)`),
  ],
  ofTools:
    /^(?:RAILS_(?:ENV|LOG\w*|SERVE\w*|M(?:AX|IN)_THREADS|RELATIVE\w*)|RACK_ENV|APP_ENV|BUNDLE_\w+|PIDFILE|JOB_CONCURRENCY|WEB_CONCURRENCY|SOLID_QUEUE_IN_PUMA|BOOTSNAP\w*|SECRET_KEY_BASE_DUMMY)$/,
};

const DOTNET: Language = {
  files: /\.(?:cs|fs)$/,
  words: ["GetEnvironmentVariable"],
  patterns: [
    needed(
      `\\bGetEnvironmentVariable\\(\\s{0,9}"${NAME}"\\s{0,9}\\)(?!\\s{0,40}(?:\\?\\?(?!\\s{0,9}throw\\b)|[!=]=|is\\b))`,
    ),
    optional(
      `\\bGetEnvironmentVariable\\(\\s{0,9}"${NAME}"\\s{0,9}\\)\\s{0,40}(?:\\?\\?\\s{0,40}(?!throw\\b)(?:"([^"\\n]{0,200})")?|[!=]=|is\\b)`,
    ),
  ],
  ofTools: /^(?:ASPNETCORE_\w+|DOTNET_\w+)$/,
};

const ELIXIR: Language = {
  files: /\.exs?$/,
  words: ["System."],
  patterns: [
    needed(`\\bSystem\\.fetch_env!\\(\\s{0,9}"${NAME}"`),
    needed(`\\bSystem\\.get_env\\(\\s{0,9}"${NAME}"\\s{0,9}\\)\\s{0,40}\\|\\|\\s{0,40}raise\\b`),
    optional(
      `\\bSystem\\.get_env\\(\\s{0,9}"${NAME}"\\s{0,9}(?:,\\s{0,9}"([^"\\n]{0,200})"|\\)\\s{0,40}(?:\\|\\|\\s{0,40}(?!raise)"([^"\\n]{0,200})")?(?!\\s{0,40}\\|\\|\\s{0,40}raise))`,
    ),
  ],
  ofTools: /^(?:MIX_\w+|PHX_SERVER|RELEASE_\w+)$/,
};

const DART: Language = {
  files: /\.dart$/,
  words: ["environment["],
  patterns: [
    needed(`\\bPlatform\\.environment\\[["']${NAME}["']\\](?!\\s{0,40}(?:\\?\\?|[!=]=))`),
    optional(`\\bPlatform\\.environment\\[["']${NAME}["']\\]\\s{0,40}(?:\\?\\?\\s{0,40}(?:${TEXT})?|[!=]=)`),
  ],
};

const IN_CODE = [JVM, PHP, RUBY, DOTNET, ELIXIR, DART];
/** Files that are not code, but name variables all the same. */
const IN_SETTINGS = [JVM_SETTINGS, SYMFONY, RUBY];

function* readingsOf(folder: Folder, files: readonly string[], language: Language): Generator<Reading> {
  const telling = files.filter((file) => {
    const text = language.files.test(file) ? folder.read(file) : null;
    return text !== null && language.words.some((word) => text.includes(word));
  });
  for (const { pattern, optional } of telling.length > 0 ? language.patterns : []) {
    for (const { file, line, match } of folder.search(telling, pattern)) {
      const name = match[1] ?? "";
      if (!language.ofTools?.test(name)) yield { name, optional, example: match[2] ?? match[3] ?? "", file, line };
    }
  }
}

/** Of Laravel's many settings only those that the project names itself. */
function worthTelling(folder: Folder): (reading: Reading) => boolean {
  const named = folder.has("artisan") ? (folder.read(".env.example") ?? "") : null;
  return ({ file, name }) => named === null || !file.startsWith("config/") || new RegExp(`^${name}=`, "m").test(named);
}

/** Where one read is matched as both, the program does not cope without it. */
function strict(readings: readonly Reading[]): Reading[] {
  const place = ({ name, file, line }: Reading) => `${name} ${file}:${line}`;
  const needed = new Set(readings.filter((one) => !one.optional).map(place));
  return readings.filter((one) => !one.optional || !needed.has(place(one)));
}

/** `GetConnectionString("Default")` of .NET reads what appsettings.json says, or this variable in its place. */
function* connectionStrings(folder: Folder): Generator<Reading> {
  const files = folder.code.filter((file) => DOTNET.files.test(file));
  for (const { file, line, match } of folder.search(files, /\bGetConnectionString\(\s{0,9}"(\w{1,80})"/g)) {
    yield { name: `ConnectionStrings__${match[1]}`, optional: true, example: "", file, line };
  }
}

/** The variables that programs in Java, Kotlin, PHP, Ruby, C#, Elixir and Dart read. */
export function objectReadings(folder: Folder): Reading[] {
  const rakefile = folder.has("Rakefile") ? ["Rakefile"] : [];
  const settings = [...rakefile, ...folder.list.ending("properties", "yaml", "yml", "conf", "ru", "rake")].sort();
  const readings = [
    ...IN_CODE.flatMap((language) => [...readingsOf(folder, folder.code, language)]),
    ...connectionStrings(folder),
    ...(settings.length > 0 ? IN_SETTINGS.flatMap((language) => [...readingsOf(folder, settings, language)]) : []),
  ];
  return strict(readings).filter(worthTelling(folder));
}
