import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { AppPlan, Hooks } from "../plan.ts";
import type { Member } from "./workspace.ts";
import { membershipOf, seenFrom } from "./workspace.ts";
import type { WorkspaceBuild } from "./workspace-build.ts";
import { insideWorkspace, word, workspaceBuild } from "./workspace-build.ts";
import { withNeededParts } from "./workspace-needs.ts";

const isJavascript = ({ language, dockerfile, packageManager }: AppPlan) =>
  /^(?:javascript|typescript)$/.test(language) && dockerfile === null && packageManager !== null;

/** What is said to be done in the package's folder, done from the workspace's root. */
const inFolder = ({ path }: Member, line: string | null) => (line ? `cd ${word(path)} && ${line}` : line);

const both = (first: string | null, second: string | null) =>
  first && second ? `${first} && ${second}` : (first ?? second);

/** The workspace's way to run the build script, where the plan runs it; whatever else the plan does, in its folder. */
function buildLine({ build, packageManager }: AppPlan, member: Member, { whole, needed }: WorkspaceBuild) {
  const script = `${packageManager} run build`;
  if (build === script) return whole;
  if (build?.startsWith(`${script} && `)) return both(whole, inFolder(member, build.slice(script.length + 4)));
  return both(needed, inFolder(member, build));
}

function hooksIn(member: Member, hooks: Hooks): Hooks {
  const line = (hook: keyof Hooks) => inFolder(member, hooks[hook]);
  return {
    beforeBuild: line("beforeBuild"),
    afterBuild: line("afterBuild"),
    beforeSwitch: line("beforeSwitch"),
    afterSwitch: line("afterSwitch"),
  };
}

/**
 * A detector reads a package as if it stood alone. As a part of a workspace it is installed and built from the
 * workspace's root, after the packages that it needs, and its own commands run in its folder.
 */
export function inWorkspace(folder: Folder, plan: AppPlan): AppPlan {
  // Nx has its own way to build a part from the root.
  const isDone = plan.context !== plan.path;
  const membership = isJavascript(plan) && !isDone ? membershipOf(folder) : null;
  if (!membership) return plan;
  const { workspace, member } = membership;
  const build = workspaceBuild(workspace, member, plan.packageManager ?? "npm");
  const inside = (file: string) => insideWorkspace(member, file);
  const own = {
    ...plan,
    context: workspace.root.path,
    install: plan.decided.install ? inFolder(member, plan.install) : plan.install,
    manifests: plan.decided.install ? [] : plan.manifests,
    build: plan.decided.build ? both(build.needed, inFolder(member, plan.build)) : buildLine(plan, member, build),
    caches: plan.caches.map(inside),
    ship: plan.ship.map(inside),
    start: inFolder(member, plan.start),
    output: plan.output === null ? null : inside(plan.output),
    processes: plan.processes.map(({ name, command }) => ({ name, command: inFolder(member, command) ?? command })),
    hooks: hooksIn(member, plan.hooks),
    facts: [...plan.facts, fact("workspace", build.tool, seenFrom(folder, workspace.root, "package.json"))],
  };
  return withNeededParts(folder, own, workspace, member);
}
