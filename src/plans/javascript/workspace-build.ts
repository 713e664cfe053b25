import { seenAbove } from "../folders-above.ts";
import { shellQuote } from "../shell-line.ts";
import { majorOf } from "./node-minimum.ts";
import type { Member, Workspace } from "./workspace.ts";
import { neededBy } from "./workspace.ts";

/** How a workspace builds one of its packages from its root, and what that package needs of the others. */
export type WorkspaceBuild = {
  tool: string;
  /** The package's own `build` script, after those of the packages that it needs. */
  whole: string;
  /** Only the packages that it needs; `null` when none of them is built. */
  needed: string | null;
};

/** A word for a shell: as it is where that is safe, so that lines stay readable. */
export const word = (text: string): string => (/^[\w@./:=+^-]+$/.test(text) ? text : shellQuote(text));

const joined = (lines: readonly string[]): string | null => (lines.length > 0 ? lines.join(" && ") : null);

const isBuilt = ({ pkg }: Member) => pkg.scripts.build !== undefined;

/** One line a package: every manager runs a script of one package, while each orders several in its own way. */
function scriptOf(manager: string): (member: Member) => string {
  switch (manager) {
    case "pnpm":
      return ({ path }) => `pnpm --dir ${word(path)} run build`;
    case "yarn":
      return ({ path, name }) =>
        name ? `yarn workspace ${word(name)} run build` : `yarn --cwd ${word(path)} run build`;
    case "bun":
      return ({ path }) => `bun run --cwd ${word(path)} build`;
    default:
      return ({ path }) => `npm run build --workspace=${word(path)}`;
  }
}

function byScripts(workspace: Workspace, member: Member, manager: string): WorkspaceBuild {
  const line = scriptOf(manager);
  const needed = neededBy(workspace, member).filter(isBuilt).map(line);
  return { tool: manager, whole: [...needed, line(member)].join(" && "), needed: joined(needed) };
}

/** pnpm orders packages itself: `web...` is web with all that it needs, `web^...` without web. */
function byPnpm(name: string, hasNeeded: boolean): WorkspaceBuild {
  const line = (filter: string) => `pnpm --filter ${word(filter)} run build`;
  return { tool: "pnpm", whole: line(`${name}...`), needed: hasNeeded ? line(`${name}^...`) : null };
}

/** From version 2 on Turborepo finds no package unless package.json names the package manager. */
function knowsManager({ pkg }: Workspace): boolean {
  const isTold = pkg.packageManager !== null || pkg.devEngines.packageManager !== null;
  return isTold || (majorOf(pkg.dependencies.get("turbo")) ?? 2) < 2;
}

function byTurbo(name: string, hasNeeded: boolean): WorkspaceBuild {
  const line = (filter: string) => `turbo run build --filter=${word(filter)}`;
  return { tool: "Turborepo", whole: line(name), needed: hasNeeded ? line(`${name}^...`) : null };
}

const NX_BUILDS_NEEDED = /"dependsOn"\s{0,9}:\s{0,9}\[[^\]]{0,500}"\^build"/;

/** The name that Nx knows a package by. */
function nxName({ root }: Workspace, { path, name }: Member): string | null {
  const project = root.read(`${path}/project.json`) ?? "";
  return /^[ \t{]{0,20}"name"\s{0,9}:\s{0,9}"([^"\n]{1,200})"/m.exec(project)?.[1] ?? name;
}

function byNx(workspace: Workspace, member: Member, scripts: WorkspaceBuild): WorkspaceBuild | null {
  const name = nxName(workspace, member);
  if (!name) return null;
  const whole = `nx run ${word(`${name}:build`)}`;
  const settings = workspace.root.read("nx.json") ?? "";
  const isOrdered = NX_BUILDS_NEEDED.test(settings) || scripts.needed === null;
  return { tool: "Nx", whole: isOrdered ? whole : `${scripts.needed} && ${whole}`, needed: scripts.needed };
}

/** Through the tool that is there: Turborepo, Nx, else the package manager. */
export function workspaceBuild(workspace: Workspace, member: Member, manager: string): WorkspaceBuild {
  const { root, pkg } = workspace;
  const scripts = byScripts(workspace, member, manager);
  const { name } = member;
  const hasNeeded = scripts.needed !== null;
  const isThere = (file: string, dependency: string) => root.has(file) && pkg.dependencies.has(dependency);
  if (name && isThere("turbo.json", "turbo") && knowsManager(workspace)) return byTurbo(name, hasNeeded);
  const nx = isThere("nx.json", "nx") ? byNx(workspace, member, scripts) : null;
  if (nx) return nx;
  return name && manager === "pnpm" ? byPnpm(name, hasNeeded) : scripts;
}

/** A path of a package as its workspace's root sees it. */
export const insideWorkspace = ({ path }: Member, file: string): string => seenAbove(path, file);
