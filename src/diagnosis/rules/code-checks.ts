import type { LogRule } from "../rule.ts";

/** Linters, formatters, tests and monorepo tools that stop a build. */
export const CODE_CHECK_RULES: readonly LogRule[] = [
  {
    id: "eslint-failed",
    when: ["build"],
    language: "node",
    signal:
      /✖ (?<count>\d{1,6}) problems? \((?<errors>[1-9]\d{0,5}) errors?, \d{1,6} warnings?\)|ESLint found too many warnings \(maximum: \d{1,6}\)/,
    certainty: 2,
    title: "ESLint found {errors|too many} problems that the build treats as errors",
    explanation: "The linter runs as a part of the build command. The lines above name each file, place and rule.",
    fix: "Correct what it names (npx eslint . --fix does a part of it), or take eslint out of the build script of package.json.",
    source: "captured",
    example: "✖ 1 problem (1 error, 0 warnings)",
  },
  {
    id: "eslint-config-missing",
    when: ["build"],
    language: "node",
    signal:
      /ESLint couldn't find (?:an eslint\.config|a configuration file|the (?:config|plugin) "(?<package>[^"\n]{1,200})")|Failed to load (?:config|plugin|parser) ['"](?<package>[^'"\n]{1,200})['"]/,
    certainty: 3,
    explains: ["module-not-found-package"],
    title: "ESLint's configuration, or a part of it, is missing: {package|eslint.config.js}",
    explanation:
      "Since version 9 ESLint reads eslint.config.js and no .eslintrc; a shared configuration or plugin must be installed as a package.",
    fix: "Run npm install --save-dev with that package, or move .eslintrc to eslint.config.js (npx @eslint/migrate-config .eslintrc.json), and commit it; or take the linter out of the build (DISABLE_ESLINT_PLUGIN=true in Create React App).",
    source: "captured",
    example: "ESLint couldn't find an eslint.config.(js|mjs|cjs) file.",
  },
  {
    id: "prettier-check",
    when: ["build"],
    language: "node",
    signal:
      /Code style issues (?:found|were found) in (?<files>[^\n.]{1,80})\. (?:Run Prettier|Forgot to run Prettier)/,
    certainty: 2,
    title: "Prettier would format {files} otherwise, and the build stops at that",
    explanation: "The build command runs prettier --check, which ends with an error when a file is not formatted.",
    fix: "Run npx prettier --write . and commit, or take the check out of the build script.",
    source: "captured",
    example: "[warn] Code style issues found in the above file. Run Prettier with --write to fix.",
  },
  {
    id: "tests-failed",
    when: ["build"],
    language: "node",
    signal:
      /^ {0,4}(?:Tests:? {1,12}(?<failed>[1-9]\d{0,5}) failed|Test Files {1,4}\d{1,6} failed)|^# fail (?<failed>[1-9]\d{0,5})$|^ {0,4}(?<failed>[1-9]\d{0,5}) failing$/,
    certainty: 2,
    title: "{failed|Some} of the project's tests failed, and the build stops at that",
    explanation: "The build command runs the tests. Above stand their names, and what each expected and got.",
    fix: "Correct the code or the test; tests that need a database or variables fail in a build, so take them out of the build script.",
    source: "captured",
    example: "Tests  1 failed (1)",
  },
  {
    id: "nx-target-missing",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /Cannot find (?:configuration for task (?<name>[@\w/:.-]{1,120})|project '(?<name>[^'\n]{1,120})')|Could not find project "(?<name>[^"\n]{1,120})"/,
    certainty: 3,
    title: "Nx knows no {name}",
    explanation:
      "The command names a project or a target that neither a project.json nor a package.json of the workspace has.",
    fix: "npx nx show projects lists the names, npx nx show project <name> its targets; correct the build command or add the target.",
    source: "captured",
    example: "NX   Cannot find project 'shop'",
  },
];
