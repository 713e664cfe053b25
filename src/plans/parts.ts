import { posix } from "node:path";
import type { Folder } from "./folder.ts";
import { fileOf, isForDevelopment } from "./javascript/development.ts";
import { nxFolders } from "./javascript/nx-project.ts";
import type { PackageJson } from "./javascript/package-json.ts";
import { readPackage } from "./javascript/package-json.ts";
import { frameworkOf } from "./javascript/project.ts";
import { COMPILES } from "./javascript/static-site.ts";
import type { Member, Workspace } from "./javascript/workspace.ts";
import { membershipOf, workspaceAt } from "./javascript/workspace.ts";
import type { AppPlan } from "./plan.ts";

const LISTENS = /\.listen\(|\bserve\(|createServer\(/;

/** A start at the root that only starts its parts. */
const STARTS_PARTS =
  /^(?:npx |bunx )?(?:turbo|nx|lerna|moon|wsrun|concurrently|npm-run-all2?|run-p|run-s)\b|\s(?:--workspaces?|-w|--filter|-F|-r|--recursive|--prefix|-C|--cwd|--dir)\b|\bworkspaces? |^cd /;

/** Parts that stand beside what a project is for. */
const BESIDE =
  /(?:^|\/)(?:examples?|docs?|documentation|storybook|e2e|playgrounds?|demos?|sandbox|benchmarks?|tests?)(?:$|\/)/;
const BESIDE_FRAMEWORKS = new Set(["Storybook", "Docusaurus", "VitePress", "VuePress"]);
const SEEN_BY_VISITORS = /(?:^|[-_/])(?:web|www|app|site|website|frontend|client)$/;

/** The folders of the workspaces at these places, and of Nx's projects, as seen from the source's root. */
export function workspaceFolders(root: Folder, places: readonly string[]): string[] {
  const parts = places.flatMap((place) =>
    (workspaceAt(root.at(place))?.members ?? []).map(({ path }) => posix.join(place, path)),
  );
  return [...new Set([...parts, ...nxFolders(root)])];
}

/** Found by the name of a file alone, which every library has too. */
function isGuessed({ facts }: AppPlan, main: string | null): boolean {
  const start = facts.find(({ name }) => name === "start");
  return start !== undefined && (start.value === start.file || start.value === main?.replace(/^\.\//, ""));
}

const MAKES_AN_APP = /^(?:Dockerfile|Containerfile|Procfile|index\.html|\.storybook\/.*|src\/index\.html)$/;

/** A web server from which others only take its types: a script of its own runs its file while somebody works. */
function isRunAlone(pkg: PackageJson): boolean {
  if (frameworkOf(pkg).framework === null) return false;
  const lines = ["dev", "start:dev", "develop"].map((name) => pkg.scripts[name] ?? "");
  return lines.some((line) => isForDevelopment(line) && !COMPILES.test(line) && fileOf(line) !== null);
}

/** A package that is only compiled for others, which need not be looked at by every detector to tell. */
export function isPlainLibrary(folder: Folder): boolean {
  const membership = membershipOf(folder);
  if (!membership || !isNeededByOthers(membership.workspace, membership.member)) return false;
  if (isRunAlone(membership.member.pkg)) return false;
  const { build, start } = membership.member.pkg.scripts;
  if (start !== undefined || (build !== undefined && !COMPILES.test(build))) return false;
  return !folder.files.some((file) => MAKES_AN_APP.test(file));
}

const isNeededByOthers = ({ needed }: Workspace, { name }: Member) => name !== null && needed.has(name);

/** A package that others use: it has an entry, but no start script, and nothing in it listens. */
export function isLibrary(folder: Folder, plan: AppPlan): boolean {
  const membership = membershipOf(folder);
  if (!membership || plan.kind === "static" || plan.dockerfile || plan.processes.length > 0) return false;
  const { workspace, member } = membership;
  if (!isGuessed(plan, member.pkg.main) || isRunAlone(member.pkg)) return false;
  return isNeededByOthers(workspace, member) || folder.find(folder.code, LISTENS) === null;
}

/** A package for others at the root, with nothing that listens, where only its examples or its site can be deployed. */
export function isLibraryAlone(root: Folder, plan: AppPlan): boolean {
  const pkg = readPackage(root);
  if (!pkg?.isPublished || plan.kind !== "server" || plan.dockerfile || plan.framework) return false;
  return plan.processes.length === 0 && isGuessed(plan, pkg.main) && root.find(root.code, LISTENS) === null;
}

/** Whether the root of a workspace is an app itself, and not only the place from where its parts are started. */
export function isOwnApp(root: Folder, plan: AppPlan): boolean {
  if (plan.dockerfile) return true;
  const pkg = readPackage(root);
  // Nx keeps the dependencies of all projects at the root, which looks like an app by them alone.
  const start = pkg?.scripts.start;
  const startsItself = start !== undefined && !STARTS_PARTS.test(start);
  if (!root.has("project.json") && !startsItself && nxFolders(root).length > 0) return false;
  const line = plan.facts.find(({ name }) => name === "start")?.value ?? plan.start ?? "";
  return plan.language !== "html" && !isGuessed(plan, pkg?.main ?? null) && !STARTS_PARTS.test(line);
}

/** What a project is for before what stands beside it; what visitors see before what serves that; then by name. */
export function bestFirst(apps: readonly AppPlan[]): AppPlan[] {
  const rank = ({ path, framework, language }: AppPlan) => [
    BESIDE.test(path) || BESIDE_FRAMEWORKS.has(framework ?? "") ? 1 : 0,
    language === "html" ? 1 : 0,
    path === "." ? 0 : 1,
    SEEN_BY_VISITORS.test(path) ? 0 : 1,
  ];
  const compared = (a: AppPlan, b: AppPlan): number => {
    const [ranks, others] = [rank(a), rank(b)];
    const first = ranks.findIndex((one, index) => one !== others[index]);
    if (first !== -1) return (ranks[first] ?? 0) - (others[first] ?? 0);
    return a.path < b.path ? -1 : 1;
  };
  return [...apps].sort(compared);
}
