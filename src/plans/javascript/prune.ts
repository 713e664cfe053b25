import type { Folder } from "../folder.ts";
import type { AppPlan, Fact, Finding, Hooks } from "../plan.ts";
import { berryVersion, namedManager } from "./manager-tool.ts";
import type { PackageJson } from "./package-json.ts";
import { readPackage } from "./package-json.ts";
import { calledIn, developmentOnly, importedBy } from "./run-time-needs.ts";
import { membershipOf } from "./workspace.ts";

export type Pruned = { command: string | null; facts: Fact[]; findings: Finding[] };

type Program = { start: string | null; bundled: boolean };
type Base = { packageManager: string | null; install: string | null; hooks?: Partial<Hooks> };

function yarnPrune(home: Folder, pkg: PackageJson | null): string | null {
  if (!pkg || pkg.hasWorkspaces) return null;
  const named = namedManager(pkg);
  const berry = berryVersion(home, named?.name === "yarn" ? named.version : null);
  if (berry === null) return "yarn install --production --ignore-scripts --prefer-offline";
  return Number.parseInt(berry, 10) >= 4 ? "yarn workspaces focus --production" : null;
}

/** How each manager takes away what only development needs; `null` where it can do so only by installing anew. */
function lineOf(folder: Folder, manager: string | null): string | null {
  const home = membershipOf(folder)?.workspace.root ?? folder;
  const pkg = readPackage(home);
  switch (manager) {
    case "npm":
      return "npm prune --omit=dev";
    case "pnpm":
      // It prunes one package at a time, so that a workspace would lose what its other packages need.
      return pkg?.hasWorkspaces ? null : "pnpm prune --prod --ignore-scripts";
    case "yarn":
      return yarnPrune(home, pkg);
    default:
      return null;
  }
}

/**
 * Leaves out of a server what only its build needed. Not when its start, its hooks or its code use such a package all
 * the same: it would be missing, and what is too large runs better than what is too small.
 */
export function pruneLine(folder: Folder, pkg: PackageJson, base: Base, { start, bundled }: Program): Pruned {
  const nothing: Pruned = { command: null, facts: [], findings: [] };
  const names = developmentOnly(folder, pkg);
  if (base.install === null || names.size === 0) return nothing;
  const lines = [start, base.hooks?.beforeSwitch, base.hooks?.afterSwitch].filter((line) => typeof line === "string");
  const needed = calledIn(lines, pkg, names) ?? (bundled ? null : importedBy(folder, names));
  return needed ? nothing : { ...nothing, command: lineOf(folder, base.packageManager) };
}

/** A plan that prunes nothing that its processes or its hooks call: these may come from files that no detector read. */
export function withNeeded(folder: Folder, plan: AppPlan): AppPlan {
  const pkg = plan.prune === null ? null : readPackage(folder);
  if (!pkg) return plan;
  const { start, hooks, processes } = plan;
  const lines = [start, hooks.beforeSwitch, hooks.afterSwitch, ...processes.map(({ command }) => command)];
  const needed = calledIn(
    lines.filter((line) => line !== null),
    pkg,
    developmentOnly(folder, pkg),
  );
  return needed ? { ...plan, prune: null } : plan;
}
