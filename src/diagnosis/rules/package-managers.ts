import type { LogRule } from "../rule.ts";

/** What package managers refuse, and what they need beside themselves. */
export const PACKAGE_MANAGER_RULES: readonly LogRule[] = [
  {
    id: "npm-dependency-blocked",
    when: ["build"],
    language: "node",
    signal: /npm (?:error|ERR!) code (?:EALLOWGIT|EALLOWREMOTE|ESTRICTALLOWSCRIPTS)\b/,
    certainty: 3,
    title: "npm does not allow one of the dependencies",
    explanation:
      "From version 12 on, npm fetches from Git or from an address, and runs install scripts, only where the project allows it.",
    fix: "Write allow-git=root (or allow-remote=root) into .npmrc for what package.json names itself; for scripts run npm approve-scripts with the package's name. Commit both.",
    source: "captured",
    example: "npm error code EALLOWGIT",
  },
  {
    id: "npm-foreign-modules",
    when: ["build"],
    language: "node",
    signal:
      /npm (?:error|ERR!) Cannot read properties of null \(reading '(?:matches|package|explain|edgesOut)'\)|npm (?:error|ERR!) (?:Invalid Version: ?$|Cannot read properties of undefined \(reading 'extraneous'\))/,
    certainty: 2,
    title: "npm stumbles over the lockfile, or over a node_modules folder that it did not make",
    explanation:
      "npm broke off while it read what is installed. The usual cause is a node_modules of pnpm, Bun or another npm, or a spoilt lockfile.",
    fix: "Leave node_modules out of the source. If it stays, delete it and package-lock.json on your computer, run npm install, and commit the lockfile.",
    source: "documented",
    example: "npm error Cannot read properties of null (reading 'matches')",
  },
  {
    id: "node-engine-warning",
    when: ["build"],
    language: "node",
    signal: /npm (?:warn|WARN) EBADENGINE +Unsupported engine|\bWARN\s{1,4}Unsupported engine: /,
    together: /npm (?:error|ERR!)|ERR_PNPM|ELIFECYCLE|SyntaxError|TypeError|exit(?:ed with)? code:? ?[1-9]/,
    certainty: 0,
    title: "A package asks for another version of Node.js, and the build failed later",
    explanation: "By itself this is a warning. Nothing else in the log says more clearly why it failed.",
    fix: 'Choose the Node.js that the lines below it name as required, with "engines" in package.json or .node-version.',
    source: "documented",
    example: "npm warn EBADENGINE Unsupported engine {",
  },
  {
    id: "composer-github-token",
    when: ["build"],
    language: "php",
    signal:
      /Could not authenticate against github\.com|review your configured GitHub OAuth token|GitHub API limit \(\d{1,6} calls\/hr\) is exhausted/,
    certainty: 3,
    title: "GitHub wants Composer to sign in",
    explanation:
      "A package comes from a private repository, or GitHub's limit for downloads without a token is used up.",
    fix: 'Make a token at GitHub, and add the build variable COMPOSER_AUTH with {"github-oauth":{"github.com":"<token>"}}.',
    source: "documented",
    example: "Could not authenticate against github.com",
  },
  {
    id: "composer-unzip-missing",
    when: ["build"],
    language: "php",
    signal: /The zip extension and unzip(?:\/7z)? commands? are both missing/,
    certainty: 3,
    explains: ["git-missing"],
    title: "Composer cannot unpack packages: unzip is missing",
    explanation: "They come as zip files, and neither PHP's zip extension nor the program unzip is there.",
    fix: "Add unzip to packages.build in autostack.yml; in a Dockerfile install unzip before composer install.",
    source: "captured",
    example: "The zip extension and unzip/7z commands are both missing, skipping.",
  },
  {
    id: "go-version-format",
    when: ["build"],
    language: "go",
    signal:
      /invalid go version '(?<wanted>[\w.]{1,20})': must match format 1\.23|go\.mod:\d{1,5}: unknown directive: (?:toolchain|tool|godebug)\b/,
    certainty: 3,
    title: "This Go is too old to read go.mod",
    explanation:
      "Versions with three numbers, such as {wanted|1.22.3}, and lines such as toolchain are for Go 1.21 or newer.",
    fix: "Build with a newer Go (the golang image of a Dockerfile, or the go line that the project names).",
    source: "documented",
    example: "/app/go.mod:3: invalid go version '1.22.3': must match format 1.23",
  },
  {
    id: "output-folder-missing",
    when: ["build"],
    language: "any",
    signal:
      /No Output Directory named "(?<folder>[^"\n]{1,200})" found|(?:[Pp]ublish|[Oo]utput) directory "?(?<folder>[\w./-]{1,200})"? (?:does not exist|not found)/,
    certainty: 3,
    title: "The build made no folder {folder}",
    explanation: "It ended without an error, but what should be served is not where it was looked for.",
    fix: "Set the project's output folder to the one that the build writes (dist, build, out, public, _site).",
    source: "documented",
    example: 'Error: No Output Directory named "public" found after the Build completed.',
  },
];
