import type { LogRule } from "../rule.ts";

/** What npm, Corepack and the helpers of package scripts refuse. */
export const NPM_REFUSAL_RULES: readonly LogRule[] = [
  {
    id: "npm-override-conflict",
    when: ["build"],
    language: "node",
    signal: /npm (?:error|ERR!) Override for (?<package>\S{1,200}) conflicts with direct dependency/,
    certainty: 3,
    title: "overrides in package.json contradicts the dependency {package}",
    explanation: "A package that package.json names as a dependency may be overridden only with the very same version.",
    fix: 'Write the same version in both places, or refer to the dependency with "$" and its name (for example "$react") under overrides, and commit the lockfile.',
    source: "captured",
    example: "npm error Override for ms@^2.1.3 conflicts with direct dependency",
  },
  {
    id: "npm-folder-busy",
    when: ["build"],
    language: "node",
    signal:
      /npm (?:error|ERR!) (?:EBUSY|ENOTEMPTY): [^\n]{1,60}(?:rmdir|rename) '(?<folder>[^'\n]{0,300}node_modules[^'\n]{0,300})'/,
    certainty: 3,
    title: "npm cannot remove {folder}",
    explanation:
      "npm ci deletes node_modules first. A cache folder is mounted inside it during the build, or an interrupted install left it half done.",
    fix: "Take npm ci (or npm install) out of the build command: the packages are installed already. Else delete node_modules before it and leave it out of the source.",
    source: "documented",
    example: "npm error EBUSY: resource busy or locked, rmdir '/app/node_modules/.cache'",
  },
  {
    id: "corepack-version-inexact",
    when: ["build", "runtime"],
    language: "node",
    signal:
      /Invalid package manager specification in [^\n]{1,200} \((?<spec>[^)\n]{1,80})\)|No version specified for (?<spec>\w{1,20}) in "packageManager"|The local project doesn't define a 'packageManager' field/,
    certainty: 3,
    title: "packageManager in package.json lacks an exact version ({spec|none is given})",
    explanation: "Corepack takes one exact version there, with three numbers, and no range.",
    fix: 'Write the whole version, for example "packageManager": "pnpm@10.20.0", and commit package.json.',
    source: "captured",
    example: "Invalid package manager specification in package.json (pnpm@9); expected a semver version",
  },
  {
    id: "patch-package-failed",
    when: ["build"],
    language: "node",
    signal:
      /Patch file found for package (?<package>\S{1,200}) which is not present|Failed to apply patch (?:file \S{1,200} )?(?:for|to) package (?<package>\S{1,200})|ERR_PNPM_PATCH_FAILED|ERR_PNPM_(?:PATCH_NOT_APPLIED|UNUSED_PATCH)|YN0066: [^\n]{0,200}Cannot apply hunk/,
    certainty: 3,
    title: "A patch does not fit {package|the installed package}",
    explanation:
      "The folder patches changes a dependency, which is now installed in another version, or not at all because it is a development dependency.",
    fix: "Make the patch anew for the installed version (npx patch-package <name>) or delete its file, and keep patched packages under dependencies with an exact version.",
    source: "captured",
    example: "Error: Patch file found for package ms which is not present at node_modules/ms",
  },
  {
    id: "manager-version",
    when: ["build"],
    language: "node",
    signal:
      /error [^\n]{1,200}: The engine "(?<manager>yarn|npm|pnpm)" is incompatible with this module\. Expected version "(?<wanted>[^"\n]{1,60})"\. Got "(?<got>[^"\n]{1,40})"/,
    certainty: 3,
    title: "package.json asks for {manager} {wanted}, and {got} runs",
    explanation: "engines in package.json demands another version of the package manager than the build has.",
    fix: 'Name the exact version in package.json, for example "packageManager": "{manager}@…" with three numbers, and run corepack enable before the install; or correct engines.{manager}.',
    source: "captured",
    example:
      'error web@1.0.0: The engine "yarn" is incompatible with this module. Expected version ">=4". Got "1.22.22"',
  },
  {
    id: "npm-stopped",
    when: ["build", "runtime"],
    language: "node",
    signal: /npm (?:error|ERR!) signal (?<signal>SIGTERM|SIGINT)\b/,
    certainty: 0,
    title: "The program was told to stop ({signal}); npm reports that as an error",
    explanation:
      "Nothing in the log says that it failed: it was stopped from outside, for a new deployment, a restart, or because its health check got no answer.",
    fix: "If it should have stayed up: check that it listens on 0.0.0.0 and the variable PORT, and that the health path answers. Start node directly instead of npm start to end without this message.",
    source: "documented",
    example: "npm error signal SIGTERM",
  },
];
