import type { LogRule } from "../rule.ts";

/** What pnpm and Yarn refuse, by the codes and words of their own. */
export const PNPM_YARN_RULES: readonly LogRule[] = [
  {
    id: "pnpm-lockfile-settings",
    when: ["build"],
    language: "node",
    signal: /ERR_PNPM_LOCKFILE_CONFIG_MISMATCH[^\n]{0,80}?The current "(?<setting>\w{1,60})"/,
    certainty: 3,
    explains: ["pnpm-outdated-lockfile"],
    title: "pnpm-lock.yaml was written with other {setting} than the build has",
    explanation:
      "pnpm reads {setting} from pnpm-workspace.yaml (or pnpm in package.json). That file was changed without the lockfile, or was not copied before the install.",
    fix: "Run pnpm install on your computer and commit pnpm-lock.yaml with pnpm-workspace.yaml. In a Dockerfile COPY pnpm-workspace.yaml beside package.json before pnpm install.",
    source: "captured",
    example:
      'ERR_PNPM_LOCKFILE_CONFIG_MISMATCH  Cannot proceed with the frozen installation. The current "overrides" configuration doesn\'t match the value found in the lockfile',
  },
  {
    id: "pnpm-catalog-unknown",
    when: ["build"],
    language: "node",
    signal:
      /(?:^|[\s])(?<package>@?[\w./-]{1,200})@catalog:\S{0,60} isn't supported by any available resolver|ERR_PNPM_CATALOG_ENTRY_NOT_FOUND_FOR_SPEC[^'\n]{0,40}'(?<package>[^'\n]{1,200})'|Unsupported URL Type "catalog:"/,
    certainty: 3,
    title: "The catalog version of {package|a package} is not known here",
    explanation:
      "catalog: versions stand in pnpm-workspace.yaml. That file is missing here or lacks the entry, or the package manager cannot read them: it takes pnpm 9.5 or newer.",
    fix: 'Commit (and in a Dockerfile COPY) pnpm-workspace.yaml, build from the repository\'s root, and name a new pnpm in package.json, for example "packageManager": "pnpm@10.20.0".',
    source: "captured",
    example: "ms@catalog: isn't supported by any available resolver.",
  },
  {
    id: "pnpm-builds-ignored",
    when: ["build"],
    language: "node",
    signal: /ERR_PNPM_IGNORED_BUILDS\W{1,4}Ignored build scripts: (?<packages>[^\n]{1,300}?)\.?$/,
    certainty: 3,
    title: "pnpm refuses the install scripts of {packages}",
    explanation: "pnpm runs the scripts of dependencies only when the project allows them, and here it ends over it.",
    fix: "Run pnpm approve-builds on your computer (it writes allowBuilds or onlyBuiltDependencies into pnpm-workspace.yaml), and commit that file. Or name an older pnpm in packageManager.",
    source: "captured",
    example: "ERR_PNPM_IGNORED_BUILDS  Ignored build scripts: esbuild@0.25.0",
  },
  {
    id: "pnpm-modules-purge",
    when: ["build"],
    language: "node",
    signal: /ERR_PNPM_ABORTED_REMOVE_MODULES_DIR(?:_NO_TTY)?/,
    certainty: 3,
    title: "pnpm wanted to ask whether it may remove node_modules",
    explanation:
      "A node_modules folder that another pnpm or other settings made is here, copied along or kept from an earlier step, and nobody can answer in a build.",
    fix: "Set CI=true for the build (or confirmModulesPurge: false in pnpm-workspace.yaml), and put node_modules into .gitignore and .dockerignore.",
    source: "captured",
    example: "ERR_PNPM_ABORTED_REMOVE_MODULES_DIR_NO_TTY  Aborted removal of modules directory due to no TTY",
  },
  {
    id: "pnpm-peer-issues",
    when: ["build"],
    language: "node",
    signal: /ERR_PNPM_PEER_DEP_ISSUES/,
    certainty: 3,
    title: "Two packages want different versions of the same one",
    explanation:
      "The lines after it name the package, the version that it wants as a peer and the one that was found; strict peer dependencies are on.",
    fix: "Raise or lower one of the two so that they fit, and commit the lockfile; or set strictPeerDependencies: false in pnpm-workspace.yaml.",
    source: "captured",
    example: "ERR_PNPM_PEER_DEP_ISSUES  Unmet peer dependencies",
  },
  {
    id: "pnpm-release-age",
    when: ["build"],
    language: "node",
    signal:
      /ERR_PNPM_NO_MATURE_MATCHING_VERSION\W{1,4}(?:Version (?<version>\S{1,60}) \([^)\n]{1,60}\) of (?<package>\S{1,200}))?|blocked by minimum-release-age/,
    certainty: 3,
    title: "{package|A package} is younger than minimumReleaseAge allows",
    explanation:
      "The project lets packages in only some time after they were published, and the version asked for is too new.",
    fix: "Ask for an older version and commit the lockfile; or name the package under minimumReleaseAgeExclude in pnpm-workspace.yaml.",
    source: "captured",
    example:
      "ERR_PNPM_NO_MATURE_MATCHING_VERSION  Version 2.1.3 (released 1001 days ago) of ms does not meet the minimumReleaseAge constraint",
  },
  {
    id: "pnpm-patch-missing",
    when: ["build"],
    language: "node",
    signal:
      /ENOENT: no such file or directory, open '[^'\n]{0,200}?(?<file>(?:\.yarn\/)?patches\/[^'\n]{1,200}\.patch)'/,
    certainty: 3,
    explains: ["file-missing"],
    title: "The patch {file} is not here",
    explanation:
      "The project patches a dependency (patchedDependencies, patch:), and the folder with the patches was not committed or not copied before the install.",
    fix: "Commit the folder patches. In a Dockerfile COPY patches ./patches before the install command.",
    source: "captured",
    example: "ENOENT: no such file or directory, open '/app/patches/ms@2.1.3.patch'",
  },
  {
    id: "pnpm-node-too-old",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /This version of pnpm requires at least Node\.js v(?<wanted>[\d.]{1,12}\d)|No such built-in module: node:sqlite[^\n]{0,20}\n(?:[^\n]{0,300}\n){0,4}[^\n]{0,200}\/pnpm\//,
    certainty: 3,
    explains: ["node-too-old-for-code"],
    title: "This pnpm needs Node.js {wanted|22} or newer",
    explanation: "The build runs a Node.js that is older than its pnpm allows.",
    fix: 'Set engines.node in package.json (or .nvmrc) to {wanted|22} or newer; or name an older pnpm there, for example "packageManager": "pnpm@9.15.9".',
    source: "captured",
    example: "ERROR: This version of pnpm requires at least Node.js v18.12",
  },
  {
    id: "workspace-unknown",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /No workspaces found:\n[^\n]{0,20}--workspace=(?<name>[^\s"']{1,200})|No workspaces found: ?--workspace=(?<name>[^\s"']{1,200})|error Unknown workspace "(?<name>[^"\n]{1,200})"|Unknown workspace \((?<name>[^)\n]{1,200})\)|Workspace '(?<name>[^'\n]{1,200})' not found|No projects matched the filters in|No package found with name '(?<name>[^'\n]{1,200})' in workspace/,
    certainty: 2,
    title: "The workspace has no part {name|of the name that the command asks for}",
    explanation:
      "Parts of a monorepo are chosen by the name in their own package.json, and this name, or its folder, is not among the workspaces here.",
    fix: "Use the name as it stands in that part's package.json (with its @scope/), check workspaces in package.json or pnpm-workspace.yaml, and build from the repository's root.",
    source: "captured",
    example: 'No projects matched the filters in "/app"',
  },
  {
    id: "registry-token-variable",
    when: ["build"],
    language: "node",
    signal:
      /Environment variable not found \((?<variable>\w{1,80})\) in [^\n]{1,200}\.yarnrc\.yml|^error [^\n]{0,60}Failed to replace env in config: \$\{(?<variable>\w{1,80})\}|npm ERR! Failed to replace env in config: \$\{(?<variable>\w{1,80})\}/,
    certainty: 3,
    title: "The variable {variable}, which the package manager's settings read, is not set",
    explanation: ".npmrc or .yarnrc.yml takes the token of a registry from it, and the build has no such variable.",
    fix: "Add {variable} to the project's variables and mark it as a build variable; or take the line out of .npmrc or .yarnrc.yml (in .yarnrc.yml, :- before the closing brace lets it be empty).",
    source: "captured",
    example: "Usage Error: Environment variable not found (NPM_TOKEN) in /app/.yarnrc.yml",
  },
  {
    id: "only-one-manager",
    when: ["build"],
    language: "node",
    signal:
      /Use "(?<manager>npm|pnpm|yarn|bun|cnpm)(?: install)?" for installation in this project|(?:command sh -c|^\$|^>) (?:npx )?(?:--yes |-y )?only-allow (?<manager>npm|pnpm|yarn|bun)$/,
    together: /Use "\w{1,5}(?: install)?" for installation in this project/,
    certainty: 3,
    title: "The project lets itself be installed with {manager} only",
    explanation: "Its preinstall script (only-allow) ends the install when another package manager runs it.",
    fix: "Set the install command to {manager} install, commit {manager}'s lockfile alone, and name {manager} in packageManager of package.json.",
    source: "captured",
    example: 'Use "pnpm install" for installation in this project.',
  },
  {
    id: "yarn-release-missing",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /(?:Cannot find module|ENOENT: no such file or directory, (?:stat|open|lstat)) '(?<file>[^'\n]{0,200}\.yarn\/(?:releases|plugins)\/[^'\n]{1,100})'/,
    certainty: 3,
    explains: ["node-entry-missing", "file-missing"],
    title: "Yarn's own file {file} is not here",
    explanation:
      ".yarnrc.yml names it under yarnPath (or plugins), and it was not committed, or not copied before yarn install.",
    fix: 'Commit .yarn/releases (and in a Dockerfile COPY .yarn ./.yarn), or take yarnPath out of .yarnrc.yml and use "packageManager" in package.json with corepack enable.',
    source: "captured",
    example: "Error: Cannot find module '/app/.yarn/releases/yarn-4.9.1.cjs'",
  },
  {
    id: "yarn-berry-checksum",
    when: ["build"],
    language: "node",
    signal:
      /YN0018: [^\n]{0,20}?(?<package>@?[\w./-]{1,200})@[^\n]{1,200}The remote archive doesn't match the expected checksum/,
    certainty: 3,
    title: "{package} is not the archive that yarn.lock knows",
    explanation:
      "Its checksum differs: yarn.lock was made by another version of Yarn (cacheKey) or merged by hand, or the package comes from elsewhere.",
    fix: "Run yarn install on your computer with the Yarn that packageManager names, and commit yarn.lock. YARN_CHECKSUM_BEHAVIOR=update takes the new sums.",
    source: "captured",
    example: "➤ YN0018: │ ms@npm:2.1.3: The remote archive doesn't match the expected checksum",
  },
  {
    id: "yarn-build-failed",
    when: ["build"],
    language: "node",
    signal: /YN0009: [^\n]{0,20}?(?<package>@?[\w./-]{1,200})@[^\n]{1,300}couldn't be built successfully/,
    certainty: 1,
    title: "The install script of {package} failed",
    explanation: "Yarn wrote what it said into a file of the build, which is gone with it.",
    fix: "Set enableInlineBuilds: true in .yarnrc.yml (or YARN_ENABLE_INLINE_BUILDS=1) and deploy again to see it. Most often a compiler or Python is missing: add build-essential and python3 to packages.build in autostack.yml.",
    source: "captured",
    example:
      "➤ YN0009: │ native@file:./native#./native::hash=1c456e&locator=web%40workspace%3A. couldn't be built successfully (exit code 1, logs can be found here: /tmp/xfs-15678bac/build.log)",
  },
];
