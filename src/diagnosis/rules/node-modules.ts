import type { LogRule } from "../rule.ts";

/** Modules and TypeScript as Node.js loads them itself, and what tsc wants to be told. */
export const NODE_MODULE_RULES: readonly LogRule[] = [
  {
    id: "ts-node-module",
    when: ["build", "runtime"],
    language: "node",
    signal: /^TypeError(?: \[ERR_UNKNOWN_FILE_EXTENSION\])?: Unknown file extension "\.tsx?" for (?<file>\S{1,300})/,
    together: /ts-node/,
    certainty: 3,
    explains: ["node-typescript-file", "node-uncaught"],
    title: "ts-node cannot start {file} in a package of ES modules",
    explanation: 'package.json says "type": "module", and ts-node alone does not hook into how Node.js loads those.',
    fix: "Start with tsx instead (npm install tsx, then tsx src/index.ts); or compile with tsc in the build command and start the JavaScript in dist.",
    source: "captured",
    example: 'TypeError: Unknown file extension ".ts" for /app/src/index.ts',
  },
  {
    id: "node-strip-types",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX\]?: (?<what>[^\n]{1,200})|TypeScript (?<what>enum|parameter property|namespace declaration|import equals declaration) is not supported in strip-only mode/,
    certainty: 3,
    explains: ["node-syntax-error"],
    title: "Node.js cannot run this TypeScript by itself: {what}",
    explanation:
      "Node.js only takes the types out; enum, namespaces, parameter properties and the like need real compiling.",
    fix: "Start with tsx, or with node --experimental-transform-types; or compile with tsc in the build command and start the JavaScript.",
    source: "captured",
    example: "TypeScript enum is not supported in strip-only mode",
  },
  {
    id: "node-types-in-modules",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING\]?: Stripping types is currently unsupported for files under node_modules, for "(?:file:\/\/)?(?<file>[^"\n]{1,300})"/,
    certainty: 3,
    title: "A package in node_modules is TypeScript: {file}",
    explanation:
      "Node.js runs TypeScript only outside node_modules. Most often it is another part of the monorepo whose package.json points at its .ts files.",
    fix: "Build that package first and let main/exports in its package.json point at dist/*.js; or bundle the program (tsup, esbuild), or start it with tsx.",
    source: "captured",
    example:
      'Error [ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING]: Stripping types is currently unsupported for files under node_modules, for "file:///app/node_modules/@acme/db/index.ts"',
  },
  {
    id: "json-import-attribute",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /needs an import attribute of "type: json"|SyntaxError: Unexpected identifier 'assert'|ERR_IMPORT_ASSERTION_TYPE_MISSING/,
    certainty: 3,
    explains: ["node-syntax-error"],
    title: "A JSON file is imported in a way that this Node.js does not take",
    explanation: 'Node.js 22 and newer want with { type: "json" }; the older assert { … }, or nothing, is refused.',
    fix: 'Write import data from "./data.json" with { type: "json" }; or read it with fs.readFileSync and JSON.parse.',
    source: "captured",
    example: "SyntaxError: Unexpected identifier 'assert'",
  },
  {
    id: "top-level-await",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /Top-level await is currently not supported with the|ERR_REQUIRE_ASYNC_MODULE|SyntaxError: await is only valid in async functions and the top level bodies of modules|Top-level 'await' expressions are only allowed when/,
    certainty: 3,
    title: "await stands outside a function, in a file that is CommonJS",
    explanation:
      "Only ES modules may wait at the top level, and what loads this file with require() cannot wait for it.",
    fix: 'Make it an ES module ("type": "module" in package.json, or .mjs; with a bundler the format esm and the target es2022), or put the code into an async function.',
    source: "captured",
    example: "ERR_REQUIRE_ASYNC_MODULE]: require() cannot be used on an ESM graph with top-level await.",
  },
  {
    id: "default-import-missing",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /TypeError: (?:\(0 ?, ?(?<name>[\w$]{1,80})\.default\)|(?<name>[\w$]{1,80}_\d{1,3}\.default)) is not a (?:function|constructor)/,
    certainty: 3,
    title: "{name} has no default export here",
    explanation:
      "The code was compiled as if the package were an ES module, and it is CommonJS: its default import is undefined then.",
    fix: 'Set "esModuleInterop": true in tsconfig.json and build again; or write import * as name from "…".',
    source: "captured",
    example: "TypeError: (0 , express_1.default) is not a function",
  },
  {
    id: "import-not-function",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /^TypeError: (?<name>fetch|nanoid|got|ora|execa|rateLimit|pLimit|uuid|uuidv4|cors|helmet|morgan|session|multer|globby|del|chalk\.\w{1,20}|MongoStore(?:\.create)?|open|compression|cookieParser|bodyParser|csrf|Redis|RedisStore|createClient|fileType\.\w{1,20}|mime\.\w{1,20}|inquirer\.\w{1,20}|expressSession|connectMongo|RateLimit) is not a (?:function|constructor)/,
    certainty: 2,
    title: "{name} is not a function: its package exports something else",
    explanation:
      "Another major version of the package is installed than the code was written for. Newer ones are ES modules: require() gives an object with the function under default, or under a name.",
    fix: "Use import, or require(…).default, or take the name out of it (const { name } = require(…)); or install the major version that the code was written for and commit the lockfile.",
    source: "captured",
    example: "TypeError: fetch is not a function",
  },
  {
    id: "circular-import",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /ReferenceError: Cannot access '(?<name>[\w$]{1,80})' before initialization|TypeError: Class extends value undefined is not a constructor or null/,
    certainty: 2,
    title: "{name|A class} is used before it exists; most often two files import each other",
    explanation:
      "In such a circle one file runs while the other is only half loaded. A missing export has the same effect, and so has a use above the line with const, let or class.",
    fix: "Look at the first line below it that is your own file, and move what both files need into a third one; npx madge --circular src shows the circles.",
    source: "captured",
    example: "ReferenceError: Cannot access 'a' before initialization",
  },
  {
    id: "tsconfig-root-dir",
    when: ["build"],
    language: "node",
    signal: /error TS5011: The common source directory of '[^'\n]{1,200}' is '(?<folder>[^'\n]{1,200})'/,
    certainty: 3,
    explains: ["typescript-errors"],
    title: "tsconfig.json has to say rootDir",
    explanation: "TypeScript 6 no longer finds out by itself how the output folder is laid out.",
    fix: 'Add "rootDir": "{folder}" under compilerOptions in tsconfig.json; or pin the older one, npm install --save-dev typescript@5, and commit the lockfile.',
    source: "captured",
    example: "error TS5011: The common source directory of 'tsconfig.json' is './src'.",
  },
];
