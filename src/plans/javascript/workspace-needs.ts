import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { AppPlan, Hooks } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { mergedVariables, readVariables } from "../readings/variables.ts";
import { readMigrations } from "./migrations.ts";
import { dependenciesOf } from "./package-json.ts";
import { calledIn, developmentOnly } from "./run-time-needs.ts";
import { systemNeeds } from "./system-packages.ts";
import type { Member, Workspace } from "./workspace.ts";
import { neededBy, seenFrom } from "./workspace.ts";
import { word } from "./workspace-build.ts";

type Part = { member: Member; folder: Folder };

const merged = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];

const inFolder = ({ path }: Member, line: string | null | undefined) => (line ? `cd ${word(path)} && ${line}` : null);

/** What a package's mapper asks for, where the app itself asks for nothing. */
function withHooks(plan: AppPlan, { member, folder }: Part): AppPlan {
  const { hooks, facts } = readMigrations(folder, member.pkg, (script) => `npm run ${script}`);
  const missing = (["beforeBuild", "beforeSwitch"] as const).filter((hook) => hooks[hook] && !plan.hooks[hook]);
  if (missing.length === 0) return plan;
  const added: Partial<Hooks> = Object.fromEntries(missing.map((hook) => [hook, inFolder(member, hooks[hook])]));
  const lines = missing.flatMap((hook) => hooks[hook] ?? []);
  const isPruned = calledIn(lines, member.pkg, developmentOnly(folder, member.pkg)) !== null;
  return {
    ...plan,
    hooks: { ...plan.hooks, ...added },
    facts: [...plan.facts, ...facts],
    prune: isPruned ? null : plan.prune,
  };
}

/** An app's plan with what one of the packages brings along that the app is made of. */
function withPart(app: Folder, plan: AppPlan, part: Part): AppPlan {
  const { member, folder } = part;
  const seen = <At extends { file: string }>(at: At): At => ({ ...at, file: seenFrom(app, folder, at.file) });
  const { databases, facts } = readDatabases(folder, dependenciesOf(member.pkg));
  const system = systemNeeds(member.pkg);
  const hooked = withHooks({ ...plan, facts: [] }, part);
  return {
    ...hooked,
    databases: merged(plan.databases, databases).sort(),
    packages: {
      build: merged(plan.packages.build, system.packages.build),
      run: merged(plan.packages.run, system.packages.run),
    },
    variables: mergedVariables(plan.variables, readVariables(folder).map(seen)),
    facts: [...plan.facts, ...[...facts, ...hooked.facts, ...system.facts].map(seen)],
  };
}

/**
 * A database is often reached through a package of the workspace, `packages/db`, so that the app's own folder does not
 * tell. Pages that a browser shows reach none.
 */
export function withNeededParts(app: Folder, plan: AppPlan, workspace: Workspace, member: Member): AppPlan {
  if (plan.kind === "static") return plan;
  const parts = neededBy(workspace, member).map((needed) => ({
    member: needed,
    folder: workspace.root.at(posix.join(workspace.root.path, needed.path)),
  }));
  return parts.reduce((known, part) => withPart(app, known, part), plan);
}
