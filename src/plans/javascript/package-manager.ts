import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, Fact, Finding } from "../plan.ts";
import type { PackageJson } from "./package-json.ts";

export type ManagerName = "npm" | "pnpm" | "yarn" | "bun";

/** How dependencies are installed, and how a script of `package.json` is run. */
export type PackageManager = Pick<AppPlan, "prepare" | "install" | "manifests"> & {
  packageManager: ManagerName;
  run(script: string): string;
  facts: Fact[];
  findings: Finding[];
};

const LOCKFILES: Record<string, ManagerName> = {
  "bun.lock": "bun",
  "bun.lockb": "bun",
  "pnpm-lock.yaml": "pnpm",
  "yarn.lock": "yarn",
  "package-lock.json": "npm",
  "npm-shrinkwrap.json": "npm",
};

/** Files that an install reads beside `package.json` and the lockfile. */
const SETTINGS = [".npmrc", ".yarnrc", ".yarnrc.yml", "bunfig.toml", "pnpm-workspace.yaml", ".pnpmfile.cjs"];

/** Scripts that an install runs, which may read any file of the project. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare"];

type Choice = { name: ManagerName; version: string | null; lockfile: string | null; facts: Fact[] };

function choose(folder: Folder, pkg: PackageJson, runtime: "node" | "bun"): Choice {
  const lockfile = folder.firstOf(...Object.keys(LOCKFILES));
  const named = /^(npm|pnpm|yarn|bun)@(\d+(?:\.\d+)*)/.exec(pkg.packageManager ?? "");
  const name =
    (lockfile ? LOCKFILES[lockfile] : (named?.[1] as ManagerName | undefined)) ?? (runtime === "bun" ? "bun" : "npm");
  const version = named?.[1] === name ? (named[2] ?? null) : null;
  const place = lockfile ?? (named ? pkg.at("packageManager") : null);
  return { name, version, lockfile, facts: place ? [fact("package manager", name, place)] : [] };
}

/** pnpm refuses lockfiles of another generation, so without a named version the lockfile decides. */
function pnpmVersion(folder: Folder): string {
  const format = /^lockfileVersion:\s*'?(\d+)/m.exec(folder.read("pnpm-lock.yaml") ?? "")?.[1];
  return { "5": "7", "6": "8" }[format ?? ""] ?? "10";
}

const isBerry = (folder: Folder, version: string | null) =>
  version !== null ? !version.startsWith("1.") : folder.has(".yarnrc.yml");

function toolFor(folder: Folder, { name, version }: Choice, runtime: "node" | "bun"): string | null {
  switch (name) {
    case "npm":
      return null;
    case "pnpm":
      return `pnpm@${version ?? pnpmVersion(folder)}`;
    case "yarn":
      return isBerry(folder, version) ? `@yarnpkg/cli-dist@${version ?? "4"}` : `yarn@${version ?? "1"}`;
    case "bun":
      return runtime === "bun" ? null : `bun@${version ?? "1"}`;
  }
}

function installLine(folder: Folder, { name, version, lockfile }: Choice): string {
  switch (name) {
    case "npm":
      return lockfile ? "npm ci" : "npm install";
    case "yarn":
      if (!lockfile) return "yarn install";
      return isBerry(folder, version) ? "yarn install --immutable" : "yarn install --frozen-lockfile";
    case "pnpm":
    case "bun":
      return lockfile ? `${name} install --frozen-lockfile` : `${name} install`;
  }
}

const MISSING_LOCKFILE = {
  title: "There is no lockfile, so every build may get other versions of the dependencies.",
  fix: "Run the install once on your machine and add the lockfile that it writes to the repository.",
};

/** Prisma's client makes itself from the schema while it is installed. */
const readsMore = ({ hasWorkspaces, scripts, dependencies }: PackageJson) =>
  hasWorkspaces || dependencies.has("@prisma/client") || INSTALL_SCRIPTS.some((name) => scripts[name] !== undefined);

/** Chosen by the lockfile, then by `packageManager`, else npm. Without dependencies nothing is installed. */
export function packageManagerOf(folder: Folder, pkg: PackageJson, runtime: "node" | "bun"): PackageManager {
  const choice = choose(folder, pkg, runtime);
  const run = (script: string) => `${choice.name} run ${script}`;
  const nothing = { packageManager: choice.name, prepare: null, install: null, manifests: [], run, findings: [] };
  if (pkg.dependencies.size === 0 && !pkg.hasWorkspaces) return { ...nothing, facts: choice.facts };
  const tool = toolFor(folder, choice, runtime);
  const manifests = ["package.json", choice.lockfile, ...SETTINGS.filter((file) => folder.has(file))];
  return {
    ...nothing,
    // Forced, because Node's image brings a yarn of its own that npm would not replace.
    prepare: tool ? `npm install --global --force ${tool}` : null,
    install: installLine(folder, choice),
    manifests: readsMore(pkg) ? [] : manifests.filter((file) => file !== null),
    facts: choice.facts,
    findings: choice.lockfile ? [] : [finding("warning", "no-lockfile", MISSING_LOCKFILE, pkg.at("name"))],
  };
}
