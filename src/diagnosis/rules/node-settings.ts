import type { LogRule } from "../rule.ts";

const VARIABLE = "(?<variable>[A-Z][A-Z0-9_]{1,80})";
const FROM_ENV = String.raw`process\.env(?:\.${VARIABLE}|\[["']${VARIABLE}["']\])`;

/** What a program of Node.js is given from outside: variables, keys, files that are kept out of Git. */
export const NODE_SETTING_RULES: readonly LogRule[] = [
  {
    id: "variable-read-undefined",
    when: ["build", "runtime"],
    language: "node",
    signal: new RegExp(
      [
        String.raw`^[^\n]{0,300}${FROM_ENV}!?\.\w[^\n]{0,300}\n[ \t^~]{0,300}\n\n?TypeError: Cannot read properties of undefined`,
        String.raw`undefined is not an object \(evaluating '(?:process|Bun|import\.meta)\.env\.${VARIABLE}\.`,
        String.raw`Cannot read properties of undefined \(reading '\w{1,60}'\)\n[^\n]{0,300}Deno\.env\.get\(["']${VARIABLE}["']\)`,
      ].join("|"),
    ),
    certainty: 3,
    explains: ["variable-missing", "variable-likely-missing"],
    title: "A variable is missing: {variable}",
    explanation: "The line reads {variable} from the environment and works on with it at once, and it is not set here.",
    fix: "Add {variable} to the project's variables; mark it as a build variable too when the build needs it.",
    source: "captured",
    example: "TypeError: undefined is not an object (evaluating 'process.env.ALLOWED_ORIGINS.split')",
  },
  {
    id: "variables-invalid",
    when: ["build", "runtime"],
    language: "node",
    signal: new RegExp(
      [
        String.raw`\bpath: \[ ?["']${VARIABLE}["'] ?\]`,
        String.raw`"path": ?\[\s{0,20}"${VARIABLE}"\s{0,20}\]`,
        String.raw`^\s{0,8}["']?${VARIABLE}["']?: \[\s{0,12}["'](?:Required|Invalid input: expected \w{1,20}, received undefined)["']`,
        `Invalid key: Expected "${VARIABLE}" but received undefined`,
        `(?:Config validation error|ValidationError): "${VARIABLE}" is (?:required|not allowed to be empty)`,
        String.raw`not present in the environment:\s{0,12}${VARIABLE}`,
        `Configuration key "${VARIABLE}" does not exist`,
      ].join("|"),
    ),
    together:
      /Required|received:? ['"]?undefined|received undefined|is (?:required|not allowed to be empty)|does not exist|not present in the environment/,
    certainty: 3,
    explains: ["variable-missing", "variable-likely-missing"],
    title: "A variable is missing: {variable}",
    explanation:
      "The program checks its variables when it starts. The lines around this one name each that is missing.",
    fix: "Add {variable}, and every other one that the lines name, to the project's variables; mark them as build variables too when the build checks them.",
    source: "captured",
    example: 'Config validation error: "DATABASE_URL" is required',
  },
  {
    id: "value-undefined",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /(?:TypeError \[ERR_INVALID_ARG_TYPE\]|TypeError): The (?:"(?<argument>[\w.[\]]{1,60})"|first) argument must be (?:of type (?!function)|an instance of|one of)[^\n]{1,300}Received undefined/,
    certainty: 2,
    explains: ["node-unhandled-rejection"],
    title: "The program works with a value ({argument|a text}) that is undefined",
    explanation:
      "Most often it comes from a variable (process.env.…) that is not set here: a folder, an address, a secret, a key.",
    fix: "Look at the first line below it that is your own file, see which variable it reads, and add that to the project's variables.",
    source: "captured",
    example: 'TypeError [ERR_INVALID_ARG_TYPE]: The "path" argument must be of type string. Received undefined',
  },
  {
    id: "secret-json-missing",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /(?:Cannot find module|no such file or directory, open|Module not found: Error: Can't resolve) '(?<file>[^'\n]{0,200}?(?:service[-_]?account|credential|firebase|secret|adminsdk|private|google|gcp|key)[\w.-]{0,80}\.(?:json|pem|p8|p12|key))'/i,
    certainty: 3,
    explains: ["node-file-missing", "file-missing", "node-entry-missing", "module-not-found-file"],
    title: "{file} is not in the source",
    explanation:
      "Such files hold secrets, and .gitignore rightly keeps them out of the repository; so they are not here.",
    fix: "Put its content into a variable of the project, for example SERVICE_ACCOUNT, and read it with JSON.parse(process.env.SERVICE_ACCOUNT) instead of the file. Do not commit it.",
    source: "captured",
    example: "Error: Cannot find module './config/serviceAccountKey.json'",
  },
  {
    id: "front-end-not-built",
    when: ["runtime"],
    language: "node",
    signal:
      /no such file or directory, (?:stat|open) '(?<file>[^'\n]{0,300}\/(?:build|dist|out|browser|www)\/(?:[\w-]{1,40}\/)?index\.html)'/,
    certainty: 3,
    explains: ["file-missing"],
    title: "The front end was not built: {file} is missing",
    explanation:
      "The server hands out the front end's pages from that folder, which only its build makes. It did not run here, or writes to another folder.",
    fix: "Add the front end's build to the project's build command, for example npm --prefix client install && npm --prefix client run build, and check that it writes to this folder.",
    source: "captured",
    example: "Error: ENOENT: no such file or directory, stat '/app/client/build/index.html'",
  },
  {
    id: "firebase-account",
    when: ["build", "runtime"],
    language: "node",
    signal: /Service account object must contain a string "(?<field>\w{1,60})" property/,
    certainty: 3,
    title: "Firebase's service account lacks {field}",
    explanation: "The variable that it is read from is not set, or is not the whole JSON of the service account.",
    fix: "Add the variables that the code reads for it (for example FIREBASE_PROJECT_ID, FIREBASE_CLIENT_EMAIL and FIREBASE_PRIVATE_KEY, or the whole JSON in one), with the values of the account's file.",
    source: "captured",
    example: 'Service account object must contain a string "project_id" property.',
  },
  {
    id: "spawn-missing",
    when: ["build", "runtime"],
    language: "node",
    signal: /Error: spawn (?!sh |git |\/bin\/sh )(?<program>[^\s]{1,200}) ENOENT/,
    certainty: 2,
    explains: ["node-unhandled-rejection"],
    title: "The program {program}, which the code starts, is not installed",
    explanation: "Node.js called it as a program of the system, and there is none of that name here.",
    fix: "Add its Debian package to packages.run in autostack.yml (in a Dockerfile: apt-get install), or install the npm package that brings it.",
    source: "captured",
    example: "Error: spawn inkscape ENOENT",
  },
  {
    id: "pm2-script-missing",
    when: ["runtime"],
    language: "node",
    signal:
      /(?:PM2 error: |\[PM2\]\[ERROR\] )(?:Error: )?(?:Script not found: ?|File )(?<file>[^\s]{1,300})(?: not found)?$/,
    certainty: 3,
    title: "PM2 is told to start {file}, which does not exist",
    explanation: "The build did not make this file, made it in another folder, or it was not committed.",
    fix: "Name the file that the build writes in ecosystem.config.js (script) or in the start command, and run the build before.",
    source: "captured",
    example: "PM2 error: Script not found: /app/dist/index.js",
  },
  {
    id: "pm2-config-module",
    when: ["runtime"],
    language: "node",
    signal: /PM2[^\n]{0,40}(?:module is not defined in ES module scope|File ecosystem[^\n]{0,60} malformated)/,
    certainty: 3,
    explains: ["require-in-module"],
    title: "PM2 cannot read its ecosystem file: it is CommonJS in a package of ES modules",
    explanation: 'package.json says "type": "module", and ecosystem.config.js uses module.exports.',
    fix: "Rename it to ecosystem.config.cjs, in the start command too.",
    source: "captured",
    example: "PM2 error: ReferenceError: module is not defined in ES module scope",
  },
];
