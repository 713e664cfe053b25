import type { LogRule } from "../rule.ts";

/** Packages that cannot be here: of another system, of a part of the monorepo that did not come along, half installed. */
export const NPM_PACKAGE_RULES: readonly LogRule[] = [
  {
    id: "npm-other-platform",
    when: ["build"],
    language: "node",
    signal:
      /Unsupported platform for (?<package>\S{1,200}): wanted|npm (?:error|ERR!) code EBADPLATFORM|error (?<package>\S{1,200}): The platform "linux" is incompatible|ERR_PNPM_UNSUPPORTED_PLATFORM/,
    together: /code EBADPLATFORM|The platform "linux" is incompatible|ERR_PNPM_UNSUPPORTED_PLATFORM/,
    certainty: 3,
    title: "{package|A package} is made for another system only",
    explanation: "It runs on macOS, on Windows or on another processor, and package.json asks for it directly.",
    fix: "Move it to optionalDependencies (npm install --save-optional), or remove it, and commit the lockfile.",
    source: "captured",
    example:
      'npm error notsup Unsupported platform for fsevents@2.3.3: wanted {"os":"darwin"} (current: {"os":"linux"})',
  },
  {
    id: "npm-workspace-protocol",
    when: ["build"],
    language: "node",
    signal:
      /Unsupported URL Type "workspace:"|error Couldn't find any versions for "[^"\n]{1,200}" that matches "workspace:/,
    certainty: 3,
    title: "This package manager does not understand workspace: versions",
    explanation: "The project was made with pnpm, Yarn or Bun, and another package manager installs it here.",
    fix: 'Commit the lockfile of the one that you use, and name it in package.json, for example "packageManager": "pnpm@10.20.0".',
    source: "captured",
    example: 'npm error Unsupported URL Type "workspace:": workspace:*',
  },
  {
    id: "workspace-package-missing",
    when: ["build"],
    language: "node",
    signal:
      /no package named "(?<package>[^"\n]{1,200})" is present in the workspace|ERR_PNPM_WORKSPACE_PKG_NOT_FOUND|Workspace dependency "(?<package>[^"\n]{1,200})" not found|(?<![\w./@-])(?<package>@?[\w./-]{1,200})@workspace:\S{1,60}: Workspace not found/,
    certainty: 3,
    title: "{package|A package} of the workspace is not here",
    explanation:
      "A part of a monorepo needs another part of it, and only the first was brought, or it has another name.",
    fix: "Build from the root of the repository, with the workspace's own files and lockfile, and choose the part by its build command.",
    source: "captured",
    example: 'no package named "@shop/ui" is present in the workspace',
  },
  {
    id: "npx-no-executable",
    when: ["build", "runtime"],
    language: "node",
    signal: /could not determine executable to run/,
    certainty: 3,
    title: "npx finds no command of that name",
    explanation: "The package is there, but has no such command: another version of it had, or another package has it.",
    fix: "Call the package that has the command. For Tailwind CSS 4: npx @tailwindcss/cli, after installing @tailwindcss/cli.",
    source: "captured",
    example: "npm error could not determine executable to run",
  },
  {
    id: "node-options-refused",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /node: (?<option>--[\w-]{1,80})(?:=\S{0,100})? is not allowed in NODE_OPTIONS|node: bad option: (?<option>--?[\w-]{1,80})/,
    certainty: 3,
    title: "This Node.js does not know the option {option}",
    explanation: "It came with a newer version, or went with an older one, than the one that runs.",
    fix: "Take it out of the command or of the variable NODE_OPTIONS, or set engines.node to a version that knows it.",
    source: "captured",
    example: "node: --openssl-legacy-provider is not allowed in NODE_OPTIONS",
  },
  {
    id: "native-binding-missing",
    when: ["build", "runtime"],
    language: "node",
    signal: /Could not locate the bindings file\. Tried:|Error: No native build was found for platform=/,
    certainty: 3,
    explains: ["node-package-missing", "node-file-missing"],
    title: "The native part of a package was never built",
    explanation:
      "The package was installed without its install script: pnpm 10 leaves scripts out unless they are allowed, and so does --ignore-scripts.",
    fix: "Allow it: pnpm.onlyBuiltDependencies in package.json (pnpm approve-builds), or install without --ignore-scripts.",
    source: "captured",
    example: "Error: Could not locate the bindings file. Tried:",
  },
  {
    id: "npm-name-invalid",
    when: ["build"],
    language: "node",
    signal: /Invalid package name "(?<package>[^"\n]{1,200})"|npm (?:error|ERR!) code EINVALID(?:PACKAGE|TAG)NAME/,
    together: /EINVALID(?:PACKAGE|TAG)NAME/,
    certainty: 3,
    title: "{package|A dependency} is not a name that a package can have",
    explanation: "Package names are written small, without spaces; package.json has one that is not.",
    fix: "Look the name up, correct package.json, and commit it with the lockfile.",
    source: "captured",
    example:
      'npm error Invalid package name "Express JS" of package "Express JS@^4": name can only contain URL-friendly characters.',
  },
  {
    id: "yarn-corepack-needed",
    when: ["build"],
    language: "node",
    signal:
      /defines "packageManager": "yarn@(?<wanted>[^"\n]{1,60})"\. However the current global version of Yarn is (?<got>[\d.]{1,12}\d)/,
    certainty: 3,
    title: "package.json asks for Yarn {wanted}, and Yarn {got} runs",
    explanation: "Newer versions of Yarn come by way of Corepack, which was not switched on.",
    fix: "Run corepack enable before yarn in the install command or the Dockerfile.",
    source: "captured",
    example:
      'error This project\'s package.json defines "packageManager": "yarn@4.5.0". However the current global version of Yarn is 1.22.22.',
  },
  {
    id: "yarn-not-installed",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /This package doesn't seem to be present in your lockfile|The project in [^\n]{1,300} doesn't seem to have been installed|Couldn't find the node_modules state file/,
    certainty: 3,
    title: "The packages were not installed before this command",
    explanation: "Yarn runs scripts only where yarn install ran, with a yarn.lock that fits package.json.",
    fix: "Run yarn install on your computer, commit yarn.lock, and keep yarn install as the install command.",
    source: "captured",
    example: 'This package doesn\'t seem to be present in your lockfile; run "yarn install" to update the lockfile',
  },
  {
    id: "browser-download",
    when: ["build"],
    language: "node",
    signal:
      /Failed to set up (?<browser>chrome|chrome-headless-shell|chromium|firefox)[^\n]{0,40}! Set "PUPPETEER_SKIP_DOWNLOAD"/,
    certainty: 3,
    explains: ["host-not-found", "npm-network"],
    title: "Puppeteer could not download its browser",
    explanation: "It fetches a browser of some 150 MB while it is installed, and could not reach it.",
    fix: "Set PUPPETEER_SKIP_DOWNLOAD=true for the build, add chromium to packages.run in autostack.yml, and set PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium.",
    source: "captured",
    example:
      'Error: ERROR: Failed to set up chrome v137.0.7151.55! Set "PUPPETEER_SKIP_DOWNLOAD" env variable to skip download.',
  },
  {
    id: "npm-integrity",
    when: ["build"],
    language: "node",
    signal:
      /npm (?:error|ERR!) code EINTEGRITY|ERR_PNPM_TARBALL_INTEGRITY|error [^\n]{0,200}Integrity check failed for "(?<package>[^"\n]{1,200})"/,
    certainty: 3,
    title: "A downloaded package is not the one that the lockfile knows",
    explanation:
      "Its checksum differs: the lockfile was merged by hand or made with another registry, or the download was spoilt.",
    fix: "Retry once. If it stays, delete the lockfile and node_modules, install anew on your computer, and commit the lockfile.",
    source: "captured",
    example: "npm error code EINTEGRITY",
  },
  {
    id: "node-modules-other-platform",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /You installed (?<package>esbuild|[\w@./-]{1,100}) (?:for|on) another platform than the one you're currently using/,
    certainty: 3,
    title: "{package} was installed for another system",
    explanation:
      "node_modules came from a computer with another system or processor, and {package} is a program for that one.",
    fix: "Take node_modules out of Git (.gitignore) and out of what a Dockerfile copies (.dockerignore), so that the build installs it here.",
    source: "captured",
    example: "You installed esbuild for another platform than the one you're currently using.",
  },
];
