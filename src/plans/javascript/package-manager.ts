import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, Fact, Finding } from "../plan.ts";
import { exactInstall, looseInstall } from "./install-lines.ts";
import { berryVersion, namedManager, prepareLine } from "./manager-tool.ts";
import { manifestsOf } from "./manifests.ts";
import type { PackageJson } from "./package-json.ts";
import { LOCKFILE_NAMES, membershipOf, seenFrom } from "./workspace.ts";

export type ManagerName = "npm" | "pnpm" | "yarn" | "bun";

/** How dependencies are installed, and how a script of `package.json` is run. */
export type PackageManager = Pick<AppPlan, "prepare" | "install" | "repair" | "manifests"> & {
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

const MANAGERS: readonly ManagerName[] = ["pnpm", "yarn", "bun", "npm"];

/** Where the lockfile is: the app's folder, or the root of the workspace that it is a part of. */
type Home = { app: Folder; folder: Folder; pkg: PackageJson };

type Choice = {
  name: ManagerName;
  version: string | null;
  hash: string | null;
  lockfile: string | null;
  facts: Fact[];
  findings: Finding[];
};

type Place = { file: string; line: number };
type Stated = { name: ManagerName; version: string | null; hash: string | null; at: Place };

/** A manager that the project names, by how plainly it does. */
function statedManager({ pkg }: Home): Stated | null {
  const named = namedManager(pkg);
  if (named) return { ...named, at: pkg.at("packageManager") };
  const developers = pkg.devEngines.packageManager;
  const name = MANAGERS.find((one) => one === developers?.name);
  if (name) {
    const version = /^[\^~]?(\d{1,9}(?:\.\d{1,9}){0,2})$/.exec(developers?.version ?? "")?.[1] ?? null;
    return { name, version, hash: null, at: pkg.at("devEngines", "packageManager") };
  }
  // Every project may name npm beside Node; that chooses nothing.
  const engine = MANAGERS.find((one) => one !== "npm" && one !== "bun" && pkg.engines[one] !== undefined);
  return engine ? { name: engine, version: null, hash: null, at: pkg.at("engines", engine) } : null;
}

const severalLockfiles = (lockfiles: readonly string[], used: string) => ({
  title: `There are several lockfiles: ${lockfiles.join(", ")}.`,
  fix: `${used} is used. Delete the others, so that everybody gets the same versions.`,
});

const otherManager = (lockfile: string, named: string) => ({
  title: `The lockfile is ${lockfile}, but package.json names ${named}.`,
  fix: `The lockfile is followed. Commit the lockfile of ${named}, or correct package.json.`,
});

/** More than one manager's lockfile, or one that is not of the manager that package.json names. */
function disagreements(home: Home, { name, lockfile }: Pick<Choice, "name" | "lockfile">, stated: Stated | null) {
  const lockfiles = lockfilesIn(home.folder);
  if (!lockfile) return [];
  if (new Set(lockfiles.map((file) => LOCKFILES[file])).size > 1) {
    const at = { file: seenFrom(home.app, home.folder, lockfile), line: 0 };
    return [finding("warning", "several-lockfiles", severalLockfiles(lockfiles, lockfile), at)];
  }
  if (!stated || stated.name === name) return [];
  const at = { file: seenFrom(home.app, home.folder, stated.at.file), line: stated.at.line };
  return [finding("warning", "other-manager", otherManager(lockfile, stated.name), at)];
}

const lockfilesIn = (folder: Folder) => LOCKFILE_NAMES.filter((file) => folder.has(file));

function choose(home: Home, runtime: "node" | "bun"): Choice {
  const stated = statedManager(home);
  const lockfiles = lockfilesIn(home.folder);
  const lockfile = lockfiles.find((file) => LOCKFILES[file] === stated?.name) ?? lockfiles[0] ?? null;
  const name = LOCKFILES[lockfile ?? ""] ?? stated?.name ?? (runtime === "bun" ? "bun" : "npm");
  const { version = null, hash = null } = stated?.name === name ? stated : {};
  const at = lockfile ? { file: lockfile, line: 0 } : stated?.at;
  const facts = at ? [fact("package manager", name, { ...at, file: seenFrom(home.app, home.folder, at.file) })] : [];
  return { name, version, hash, lockfile, facts, findings: disagreements(home, { name, lockfile }, stated) };
}

const MISSING_LOCKFILE = {
  title: "There is no lockfile, so every build may get other versions of the dependencies.",
  fix: "Run the install once on your machine and add the lockfile that it writes to the repository.",
};

const PLUG_AND_PLAY = {
  title: "Yarn keeps packages in archives here (Plug'n'Play); the build puts them into node_modules.",
  fix: "Nothing has to be done. The program then starts without Yarn, and every tool finds its packages.",
};

/** Yarn 2 and later write no node_modules unless they are told to. */
const isPlugAndPlay = (folder: Folder) =>
  !/^nodeLinker:[ \t]*["']?(?:node-modules|pnpm)/m.test(folder.read(".yarnrc.yml") ?? "");

function installOf(
  home: Home,
  { name, version, lockfile }: Choice,
): Pick<PackageManager, "install" | "repair" | "findings"> {
  const isBerry = name === "yarn" && berryVersion(home.folder, version) !== null;
  const manager = isBerry ? "berry" : name;
  const { install, repair } = lockfile ? exactInstall(manager) : { install: looseInstall(manager), repair: null };
  if (!isBerry || !isPlugAndPlay(home.folder)) return { install, repair, findings: [] };
  const at = { file: seenFrom(home.app, home.folder, lockfile ?? "package.json"), line: 0 };
  return {
    // In the file, because Yarn reads it again whenever it runs a script.
    install: `yarn config set nodeLinker node-modules && ${install}`,
    repair,
    findings: [finding("info", "yarn-plug-and-play", PLUG_AND_PLAY, at)],
  };
}

function homeOf(folder: Folder, pkg: PackageJson): Home {
  const membership = membershipOf(folder);
  if (!membership) return { app: folder, folder, pkg };
  return { app: folder, folder: membership.workspace.root, pkg: membership.workspace.pkg };
}

/**
 * Chosen by the lockfile, then by `packageManager`, `devEngines` and `engines`, else npm. A part of a workspace is
 * installed with all of it, from its root. Without dependencies nothing is installed.
 */
export function packageManagerOf(folder: Folder, pkg: PackageJson, runtime: "node" | "bun"): PackageManager {
  const home = homeOf(folder, pkg);
  const choice = choose(home, runtime);
  const run = (script: string) => `${choice.name} run ${script}`;
  const base = { packageManager: choice.name, run, facts: choice.facts };
  if (pkg.dependencies.size === 0 && !home.pkg.hasWorkspaces) {
    return { ...base, prepare: null, install: null, repair: null, manifests: [], findings: [] };
  }
  const { install, repair, findings } = installOf(home, choice);
  const noLockfile = choice.lockfile ? [] : [finding("warning", "no-lockfile", MISSING_LOCKFILE, pkg.at("name"))];
  return {
    ...base,
    prepare: prepareLine(home.folder, home.pkg, choice, runtime),
    install,
    repair,
    // Yarn's settings are changed by the install, so that it needs to come after all files.
    manifests: findings.length > 0 ? [] : manifestsOf(home.folder, home.pkg, choice.lockfile),
    findings: [...choice.findings, ...noLockfile, ...findings],
  };
}
