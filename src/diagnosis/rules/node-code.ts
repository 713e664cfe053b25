import type { LogRule } from "../rule.ts";

/** Code for Node.js that does not fit the version that runs it, or its own configuration. */
export const NODE_CODE_RULES: readonly LogRule[] = [
  {
    id: "node-too-old-for-code",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /ReferenceError: (?<what>File|crypto|fetch|Headers|FormData|structuredClone|WebSocket|CustomEvent|navigator|ReadableStream) is not defined$|TypeError: [\w.]{1,100}\.(?<what>toSorted|toReversed|findLast|hasOwn|replaceAll|withResolvers|groupBy|styleText|getBuiltinModule|parseEnv|loadEnvFile|registerHooks) is not a function|The requested module 'node:\w{1,40}' does not provide an export named '(?<what>\w{1,60})'|No such built-in module: (?<what>node:\w{1,60})/,
    together: /(?:^|\n)Node\.js v(?:1\d|2[0-2])\./,
    certainty: 3,
    explains: ["named-export-missing"],
    title: "This Node.js is too old: it has no {what}",
    explanation: "The code, or a package that it loads, was written for a newer version than the one that runs.",
    fix: "Set engines.node in package.json (or .nvmrc) to the version that you use yourself, for example 22 or 24.",
    source: "captured",
    example: "ReferenceError: File is not defined",
  },
  {
    id: "node-path-alias",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /Error: Cannot find module '(?<alias>(?:[@~#]|src|app|lib)\/[^'\n]{1,200})'|Cannot find package '(?<alias>(?:@|~|#|src)\/[^'\n]{1,200})' imported from/,
    certainty: 3,
    explains: ["node-package-missing"],
    title: "The path {alias} means nothing to Node.js",
    explanation:
      "tsconfig.json's paths and baseUrl are for the compiler only: tsc leaves such imports as they are, and Node.js looks for a package.",
    fix: "Run tsc-alias after tsc, bundle with tsup or esbuild, start with tsx, or write relative paths.",
    source: "captured",
    example: "Error: Cannot find module '@/db'",
  },
  {
    id: "node-folder-import",
    when: ["build", "runtime"],
    language: "node",
    signal: /Directory import '(?<folder>[^'\n]{1,300})' is not supported resolving ES modules/,
    certainty: 3,
    title: "The folder {folder} is imported, which ES modules do not allow",
    explanation: "Only require() and bundlers look for index.js in a folder; Node.js's import wants the whole path.",
    fix: 'Write the file\'s whole name, for example "./routes/index.js"; or bundle the program.',
    source: "captured",
    example:
      "Error [ERR_UNSUPPORTED_DIR_IMPORT]: Directory import '/app/routes' is not supported resolving ES modules imported from /app/server.js",
  },
  {
    id: "json-of-undefined",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /SyntaxError: (?:"undefined" is not valid JSON|Unexpected token '?u'?,? (?:in JSON at position 0|"undefined"))/,
    certainty: 3,
    explains: ["node-syntax-error"],
    title: "JSON was to be read from a value that is not there",
    explanation:
      "JSON.parse() was given undefined; the line below names the place. Most often a variable such as a service account is not set.",
    fix: "Look which variable that line reads, and add it to the project with the whole JSON in one line.",
    source: "captured",
    example: 'SyntaxError: "undefined" is not valid JSON',
  },
  {
    id: "env-file-missing",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /^node: (?<file>\S{0,200}\.env[\w.-]{0,60}): not found|[Ee]nv file (?<file>\S{1,300}) not found|(?:[Ee]rror loading (?:the )?(?<file>\.env(?:\.\w{1,30})?)\b|open (?<file>\S{0,200}\.env(?:\.\w{1,30})?): no such file or directory)[^\n]{0,100}\s{0,20}(?![\s\S])|^panic: [^\n]{0,100}(?<file>(?<![\w.])\.env)\b/,
    certainty: 3,
    title: "The file {file} is not here",
    explanation:
      "Such files hold secrets and are rightly not committed; the variables of the project take their place.",
    fix: "Add its variables to the project, and let the program go on without the file: take --env-file out of the command (or say --env-file-if-exists); in Go do not end with log.Fatal when godotenv.Load finds none.",
    source: "captured",
    example: "node: .env: not found",
  },
  {
    id: "express-5-path",
    when: ["runtime"],
    language: "node",
    signal: /git\.new\/pathToRegexpError|Missing parameter name at (?:index )?\d{1,5}/,
    certainty: 3,
    title: "A route's path is written as Express 4 had it",
    explanation: 'Express 5 wants a name for every wildcard: "*" alone, or a "?", is refused.',
    fix: 'Write "/{*path}" instead of "*", or go back to express@4 and commit the lockfile.',
    source: "captured",
    example:
      "PathError [TypeError]: Missing parameter name at index 1: *; visit https://git.new/pathToRegexpError for info",
  },
  {
    id: "nest-dependency",
    when: ["runtime"],
    language: "node",
    signal: /Nest can't resolve dependencies of the (?<class>\w{1,100})/,
    certainty: 3,
    title: "Nest cannot make {class}: something that its constructor wants is missing",
    explanation: "The line marks it with a question mark. No module that {class}'s module imports provides it.",
    fix: "Add it to providers of that module, or import the module that exports it.",
    source: "captured",
    example: "Nest can't resolve dependencies of the CartService (?).",
  },
  {
    id: "deno-import",
    when: ["build", "runtime"],
    language: "deno",
    signal: /error: (?:Import|Relative import path) "(?<package>[^"\n]{1,200})" not (?:a dependency|prefixed with)/,
    certainty: 3,
    title: "Deno does not know what {package} is",
    explanation: "It takes only paths, addresses, npm: and jsr: names, and what deno.json lists under imports.",
    fix: "Run deno add npm:{package} and commit deno.json and deno.lock.",
    source: "captured",
    example: 'error: Import "express" not a dependency',
  },
  {
    id: "node-package-path",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /ERR_PACKAGE_PATH_NOT_EXPORTED\]: (?:Package subpath '(?<path>[^'\n]{1,200})' is not defined by|No) "exports"[^\n]{1,300}node_modules\/(?<package>(?:@[\w.-]{1,100}\/)?[\w.-]{1,100})\/package\.json/,
    certainty: 2,
    title: "{package} does not give away {path|what is loaded from it}",
    explanation:
      "What loads it is too old for this Node.js or for this version of {package}, as old versions of Next.js are on Node.js 17 and newer.",
    fix: "Raise the version of the package that the lines below name; or set engines.node in package.json, and {package}'s version, to those that it ran with.",
    source: "captured",
    example:
      "Error [ERR_PACKAGE_PATH_NOT_EXPORTED]: Package subpath './lib/tokenize' is not defined by \"exports\" in /app/node_modules/postcss/package.json",
  },
];
