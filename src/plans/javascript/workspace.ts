import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { foldersAbove } from "../folders-above.ts";
import type { PackageJson } from "./package-json.ts";
import { readPackage } from "./package-json.ts";

/** One package of a workspace. `path` is its folder inside the workspace. */
export type Member = { path: string; name: string | null; pkg: PackageJson };

/** Packages that are installed together from one root: npm's, pnpm's, Yarn's and Bun's workspaces. */
export type Workspace = {
  root: Folder;
  pkg: PackageJson;
  patterns: readonly string[];
  members: readonly Member[];
  /** The members by their names, as others depend on them. */
  byName: ReadonlyMap<string, Member>;
  byPath: ReadonlyMap<string, Member>;
  /** The names of everything that a member depends on. */
  needed: ReadonlySet<string>;
};

export const LOCKFILE_NAMES = [
  "bun.lock",
  "bun.lockb",
  "pnpm-lock.yaml",
  "yarn.lock",
  "package-lock.json",
  "npm-shrinkwrap.json",
];

const MAX_PATTERNS = 100;
const MAX_PATTERN_LENGTH = 200;
const MAX_MEMBERS = 300;

/** The list below `packages:` in `pnpm-workspace.yaml`, line by line, so that broken YAML still says what it can. */
function pnpmPatterns(text: string): string[] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => /^packages:/.test(line));
  if (start === -1) return [];
  const inline = /^packages:[ \t]*\[([^\]\n]*)\]/.exec(lines[start] ?? "")?.[1];
  if (inline !== undefined) return inline.split(",").map(unquoted);
  const found: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const item = /^[ \t]*-[ \t]+(\S.*)$/.exec(line)?.[1];
    if (item !== undefined) found.push(unquoted(item));
    else if (/^[^\s#]/.test(line)) break;
  }
  return found;
}

function unquoted(word: string): string {
  const trimmed = word.trim();
  return /^(["'])([^"']*)\1/.exec(trimmed)?.[2] ?? trimmed.replace(/[ \t]#.*$/, "").trim();
}

// `./apps/web/` and `apps/web` are the same folder.
const clean = (pattern: string) => pattern.replace(/^(!?)(?:\.\/)?/, "$1").replace(/\/$/, "");

function patternsOf(root: Folder, pkg: PackageJson): string[] {
  const pnpm = pnpmPatterns(root.read("pnpm-workspace.yaml") ?? "");
  const patterns = (pnpm.length > 0 ? pnpm : pkg.workspaces).map(clean);
  return patterns.filter((pattern) => pattern.length <= MAX_PATTERN_LENGTH).slice(0, MAX_PATTERNS);
}

/** Whether the patterns, read in their order, take a folder in. `!` takes out what others took in. */
export function matchesPatterns(patterns: readonly string[], path: string): boolean {
  let taken = false;
  for (const pattern of patterns) {
    const isExcluding = pattern.startsWith("!");
    if (isExcluding === taken && new Bun.Glob(isExcluding ? pattern.slice(1) : pattern).match(path)) {
      taken = !isExcluding;
    }
  }
  return taken;
}

function readMembers(root: Folder, patterns: readonly string[]): Member[] {
  const paths = root.list
    .ending("json")
    .filter((file) => file.endsWith("/package.json") && !file.includes("node_modules/"))
    .map((file) => posix.dirname(file))
    .filter((path) => matchesPatterns(patterns, path))
    .slice(0, MAX_MEMBERS);
  return paths.flatMap((path) => {
    const pkg = readPackage(root.at(posix.join(root.path, path)));
    return pkg ? [{ path, name: pkg.name, pkg }] : [];
  });
}

function readWorkspace(root: Folder, pkg: PackageJson): Workspace {
  const patterns = patternsOf(root, pkg);
  const members = readMembers(root, patterns);
  const byName = new Map(members.flatMap((one) => (one.name ? [[one.name, one] as const] : [])));
  const byPath = new Map(members.map((one) => [one.path, one]));
  const needed = new Set(members.flatMap((one) => [...one.pkg.dependencies.keys()]));
  return { root, pkg, patterns, members, byName, byPath, needed };
}

/** Whether a pattern with `!` takes a folder out of the workspace. */
export const leavesOut = ({ patterns }: Workspace, path: string): boolean =>
  patterns.some((pattern) => pattern.startsWith("!") && new Bun.Glob(pattern.slice(1)).match(path));

const READ = new WeakMap<Folder, Workspace | null>();

/** The workspace whose root the folder is; `null` when it is none. */
export function workspaceAt(root: Folder): Workspace | null {
  const known = READ.get(root);
  if (known !== undefined) return known;
  const pkg = readPackage(root);
  const workspace = pkg?.hasWorkspaces ? readWorkspace(root, pkg) : null;
  READ.set(root, workspace);
  return workspace;
}

type Membership = { workspace: Workspace; member: Member };

const MEMBERSHIPS = new WeakMap<Folder, Membership | null>();

/** The workspace that a folder is a part of, and its place there. One with a lockfile of its own stands alone. */
export function membershipOf(folder: Folder): Membership | null {
  const known = MEMBERSHIPS.get(folder);
  if (known !== undefined) return known;
  const membership = findMembership(folder);
  MEMBERSHIPS.set(folder, membership);
  return membership;
}

function findMembership(folder: Folder): Membership | null {
  for (const path of foldersAbove(folder.path)) {
    const workspace = workspaceAt(folder.at(path));
    const inside = posix.relative(path, folder.path);
    const member = workspace?.byPath.get(inside);
    if (!workspace || !member) continue;
    const standsAlone = folder.firstOf(...LOCKFILE_NAMES) !== null && !workspace.root.firstOf(...LOCKFILE_NAMES);
    return standsAlone ? null : { workspace, member };
  }
  return null;
}

/** A folder's file as facts name it: relative to the folder of the app. */
export const seenFrom = (app: Folder, home: Folder, file: string): string =>
  posix.relative(app.path, posix.join(home.path, file));

/** The workspace's packages that one needs, directly or not, each after those that it needs itself. */
export function neededBy({ byName }: Workspace, member: Member): Member[] {
  const seen = new Set<Member>([member]);
  const ordered: Member[] = [];
  const visit = (one: Member) => {
    for (const name of [...one.pkg.dependencies.keys()].sort()) {
      const needed = byName.get(name);
      if (!needed || seen.has(needed)) continue;
      seen.add(needed);
      visit(needed);
      ordered.push(needed);
    }
  };
  visit(member);
  return ordered;
}
