import type { LogRule } from "../rule.ts";

/** Commands of packages that are called wrongly, and what Node.js programs say of their own surroundings. */
export const NODE_COMMAND_RULES: readonly LogRule[] = [
  {
    id: "cli-option-unknown",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /^error: unknown option '(?<option>[^'\n]{1,100})'|^ArgError: unknown or unexpected option: (?<option>\S{1,100})|^CACError: Unknown option `(?<option>[^`\n]{1,100})`|^error: unknown command '(?<option>[^'\n]{1,100})'/,
    certainty: 2,
    title: "The command does not know {option}",
    explanation:
      "Another major version of the tool is installed than the one the script was written for, or the word is misspelt.",
    fix: "Look which options the installed version takes (--help), and correct the script in package.json or the command; or install the version that had it and commit the lockfile.",
    source: "captured",
    example: "error: unknown option '--prod'",
  },
  {
    id: "tool-package-other",
    when: ["build"],
    language: "node",
    signal:
      /(?:\b(?:ba)?sh: (?:(?:line )?\d{1,5}: )?|^command not found: )(?<name>tsc|nest|ng|vue-cli-service|svelte-kit|remix|react-router|eleventy|ncc|swc|babel|run-s|run-p|dotenv|rspack|ionic|docusaurus|nuxi|sequelize|cap|tailwindcss|postcss|graphql-codegen)(?:: (?:command )?not found|$)/,
    certainty: 3,
    explains: ["tool-not-installed", "build-command-missing"],
    meant: {
      tsc: "typescript",
      nest: "@nestjs/cli",
      ng: "@angular/cli",
      "vue-cli-service": "@vue/cli-service",
      "svelte-kit": "@sveltejs/kit",
      remix: "@remix-run/dev",
      "react-router": "@react-router/dev",
      eleventy: "@11ty/eleventy",
      ncc: "@vercel/ncc",
      swc: "@swc/cli",
      babel: "@babel/cli",
      "run-s": "npm-run-all",
      "run-p": "npm-run-all",
      dotenv: "dotenv-cli",
      rspack: "@rspack/cli",
      ionic: "@ionic/cli",
      docusaurus: "@docusaurus/core",
      nuxi: "nuxt",
      sequelize: "sequelize-cli",
      cap: "@capacitor/cli",
      tailwindcss: "@tailwindcss/cli",
      postcss: "postcss-cli",
      "graphql-codegen": "@graphql-codegen/cli",
    },
    title: "{name} is not installed: it comes with the package {meant}",
    explanation:
      "It is not in package.json, or it is a development dependency and those were left out because NODE_ENV is production.",
    fix: "Add {meant} to package.json (npm install --save-dev {meant}) and commit the lockfile. Do not set NODE_ENV=production for the build, or move {meant} to dependencies.",
    source: "captured",
    example: "sh: 1: nest: not found",
  },
  {
    id: "npm-audit-fails",
    when: ["build"],
    language: "node",
    signal: /npm (?:error|ERR!) audit endpoint returned an error|^# npm audit report$/,
    certainty: 1,
    title: "npm audit ends the build",
    explanation:
      "It ends with an error when it finds weaknesses, or when the registry does not answer its question; what is installed may work all the same.",
    fix: "Take npm audit out of the build command and run it elsewhere; or write npm audit || true.",
    source: "captured",
    example: "npm error audit endpoint returned an error",
  },
  {
    id: "pnpm-adding-to-root",
    when: ["build"],
    language: "node",
    signal: /ERR_PNPM_ADDING_TO_ROOT/,
    certainty: 3,
    title: "pnpm add refuses to write to the workspace's root",
    explanation:
      "The command adds a package to the package.json of the root of a monorepo, which pnpm takes for a mistake. A build should add nothing.",
    fix: "Run pnpm add -w on your computer, commit package.json and the lockfile, and let the build run pnpm install.",
    source: "captured",
    example: "ERR_PNPM_ADDING_TO_ROOT",
  },
  {
    id: "esbuild-node-module",
    when: ["build"],
    language: "node",
    signal: /The package "(?<module>[\w:/.-]{1,80})" wasn't found on the file system but is built into node/,
    certainty: 3,
    explains: ["module-not-found-package", "module-not-found-file"],
    title: "esbuild bundles {module}, a part of Node.js, for a browser",
    explanation:
      "Without another word esbuild bundles for browsers, which have no {module}. It is no package that could be installed.",
    fix: 'Add --platform=node to esbuild\'s command (platform: "node" in its options). For a page that runs in the browser, take the import out.',
    source: "captured",
    example: 'The package "fs" wasn\'t found on the file system but is built into node.',
  },
  {
    id: "pnpm-version-refused",
    when: ["build"],
    language: "node",
    signal:
      /Your pnpm version is incompatible with [^\n]{1,300}\n\nExpected version: (?<wanted>[^\n]{1,60})(?:\nGot: (?<got>[\d.]{1,20}))?/,
    certainty: 3,
    explains: ["node-too-old-for-package"],
    title: "package.json asks for pnpm {wanted}, and {got|another} runs",
    explanation:
      "engines.pnpm in package.json (or in one of the workspace's) names a version that this one does not fit.",
    fix: 'Name one that fits in package.json, for example "packageManager": "pnpm@10.20.0", or correct engines.pnpm, and commit.',
    source: "captured",
    example: 'Your pnpm version is incompatible with "/app".\n\nExpected version: >=10\nGot: 9.15.9',
  },
  {
    id: "yarn-pnp-undeclared",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /Your application tried to access (?<package>@?[\w./-]{1,200}), but it isn't declared in your dependencies|(?<owner>@?[\w./-]{1,200}) tried to access (?<package>@?[\w./-]{1,200}), but it isn't declared in its dependencies/,
    certainty: 3,
    title: "{package} is not in package.json, and Yarn's Plug'n'Play is strict about that",
    explanation:
      "{owner|The program} loads {package} without naming it as a dependency; with a node_modules folder it may have been there by chance.",
    fix: "Run yarn add {package} and commit package.json and yarn.lock (for a package's own fault, packageExtensions in .yarnrc.yml); or write nodeLinker: node-modules into .yarnrc.yml.",
    source: "captured",
    example:
      "Error: Your application tried to access debug, but it isn't declared in your dependencies; this makes the require call ambiguous and unsound.",
  },
  {
    id: "corepack-unsigned",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /TypeError: Cannot read properties of undefined \(reading 'some'\)(?=\n(?:[^\n]{0,300}\n){0,4}[^\n]{0,60}verifySignature)/,
    certainty: 3,
    title: "Corepack cannot check the package manager: the registry gives no signature",
    explanation:
      "COREPACK_NPM_REGISTRY or .npmrc names a mirror (Artifactory, Nexus, Verdaccio), and that leaves out the signatures that Corepack wants.",
    fix: "Set COREPACK_INTEGRITY_KEYS=0 as a build variable; or install the package manager without Corepack: npm install -g pnpm@10.",
    source: "captured",
    example:
      "TypeError: Cannot read properties of undefined (reading 'some')\n    at /tools/corepack@0.29.4_python3/node_modules/corepack/dist/lib/corepack.cjs:21533:51\n    at Array.find (<anonymous>)\n    at verifySignature (/tools/corepack@0.29.4_python3/node_modules/corepack/dist/lib/corepack.cjs:21533:20)",
  },
  {
    id: "windows-command",
    when: ["build", "runtime"],
    language: "any",
    signal:
      /\b(?:ba)?sh: (?:(?:line )?\d{1,5}: )?(?<name>SET|Set|copy|COPY|xcopy|XCOPY|robocopy|del|DEL|erase|rd|RD|move|MOVE|ren|REN|cls|powershell|powershell\.exe|cmd|cmd\.exe|rmdir\.exe|taskkill): (?:command )?not found/,
    certainty: 3,
    explains: ["start-command-missing", "build-command-missing"],
    title: "{name} is a command of Windows, and here is Linux",
    explanation: "A script in package.json, or the command of the project, was written for Windows.",
    fix: "For variables write NODE_ENV=production node app.js (or cross-env, which works on both; or set them in the project); for files cp -r, rm -rf and mv, or shx and rimraf.",
    source: "captured",
    example: "sh: 1: SET: not found",
  },
];
