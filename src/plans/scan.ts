import { completePlan } from "./detector.ts";
import { DETECTORS, PYTHON_APPLICATIONS } from "./detectors.ts";
import { withCompose } from "./docker/compose-plan.ts";
import { composeApps } from "./docker/compose-services.ts";
import { withAlternative, withoutDockerfiles } from "./docker/own-dockerfile.ts";
import { Folder, finding } from "./folder.ts";
import { foldersAbove } from "./folders-above.ts";
import { withImports } from "./imports/imports.ts";
import { withNeeded } from "./javascript/prune.ts";
import { leavesOut, membershipOf, workspaceAt } from "./javascript/workspace.ts";
import { inWorkspace } from "./javascript/workspace-plan.ts";
import { lookedFor, whatToAdd } from "./looked-for.ts";
import { insideSource } from "./output-inside.ts";
import { bestFirst, isLibrary, isLibraryAlone, isOwnApp, isPlainLibrary, workspaceFolders } from "./parts.ts";
import type { AppPlan, Scan } from "./plan.ts";
import { besideFindings } from "./python/beside-node.ts";
import { startFindings } from "./python/start-findings.ts";
import { readAddressFindings } from "./readings/address-findings.ts";
import { readConnections } from "./readings/connections.ts";
import { readDiskFindings } from "./readings/disk-findings.ts";
import { readSourceFindings } from "./readings/source-findings.ts";
import { mergedVariables, readVariables } from "./readings/variables.ts";
import type { SourceTree } from "./source-tree.ts";

/** How far below the root apps are looked for when the root itself is none, and in how many folders. */
const MAX_DEPTH = 2;
const MAX_FOLDERS = 60;
const HIDDEN = /(?:^|\/)\.[^/]*$/;

/** The plan for one folder of a source as closely as one looks at it, or `null` when no detector recognises it. */
export const scanFolder = (tree: SourceTree, path: string): AppPlan | null =>
  planOf(tree, Folder.closely(tree, path), scanFolder);

const glanceAt = (tree: SourceTree, path: string): AppPlan | null => planOf(tree, Folder.of(tree, path), glanceAt);

function planOf(tree: SourceTree, folder: Folder, look: typeof scanFolder): AppPlan | null {
  const { path } = folder;
  for (const { detect } of DETECTORS) {
    const draft = detect(folder);
    if (!draft) continue;
    const asked = withNeeded(folder, withImports(folder, completePlan(path, draft)));
    const plan = insideSource(folder, inWorkspace(folder, asked));
    const variables = mergedVariables(readVariables(folder), plan.variables);
    const read =
      plan.connections.length > 0 ? plan.connections : readConnections(plan.databases, plan.facts, variables);
    const ofServers = plan.kind === "static" ? [] : [...readAddressFindings(folder), ...readDiskFindings(folder)];
    const beside = besideFindings(folder, plan, PYTHON_APPLICATIONS);
    const ofPython = [...beside, ...startFindings(folder, plan)];
    const findings = [...plan.findings, ...ofServers, ...ofPython, ...readSourceFindings(folder)];
    const told = withCompose(folder, { ...plan, variables, connections: read, findings });
    return withAlternative(told, () => look(withoutDockerfiles(tree), path));
  }
  return null;
}

/** Whether a plan says how its program is started; files alone need no start. */
export function isStartable({ kind, dockerfile, start }: AppPlan): boolean {
  return kind === "static" || dockerfile !== null || start !== null;
}

/** The folders in a folder, apart from hidden ones. */
const foldersIn = (root: Folder, path: string): string[] =>
  [...root.list.in(path)].flatMap(({ path: found, isFolder }) => (isFolder && !HIDDEN.test(found) ? [found] : []));

function holdsFiles(root: Folder, path: string): boolean {
  for (const { isFolder } of root.list.in(path)) if (!isFolder) return true;
  return false;
}

/** The folders near the root that hold files themselves, nearest first. */
function foldersNearRoot(root: Folder): string[] {
  const found: string[] = [];
  let around = ["."];
  for (let depth = 1; depth <= MAX_DEPTH && found.length < MAX_FOLDERS; depth++) {
    around = around.flatMap((path) => foldersIn(root, path)).sort();
    found.push(...around.filter((path) => holdsFiles(root, path)));
  }
  return found.slice(0, MAX_FOLDERS);
}

/** Every part of a workspace however deep it lies, and the folders near the root, but none inside another part. */
function foldersToScan(tree: SourceTree): string[] {
  const root = Folder.of(tree, ".");
  const near = foldersNearRoot(root);
  const parts = new Set(workspaceFolders(root, [".", ...near]));
  const workspace = workspaceAt(root);
  const isInside = (path: string) => [...foldersAbove(path)].some((above) => parts.has(above));
  const others = near.filter((path) => !isInside(path) && !(workspace && leavesOut(workspace, path)));
  return [...new Set([...others, ...parts])];
}

/** Apps in folders; what stands inside another app's folder is a part of that one. */
function scanBelowRoot(tree: SourceTree): AppPlan[] {
  const apps: AppPlan[] = [];
  const found = new Set<string>();
  for (const path of foldersToScan(tree)) {
    const isInside = [...foldersAbove(path)].some((above) => found.has(above));
    if (isInside && !isPart(tree, path)) continue;
    const app = isPlainLibrary(Folder.of(tree, path)) ? null : glanceAt(tree, path);
    if (!app || isLibrary(Folder.of(tree, path), app)) continue;
    apps.push(app);
    found.add(path);
  }
  return apps;
}

const isPart = (tree: SourceTree, path: string) => membershipOf(Folder.of(tree, path)) !== null;

/** The parts of a workspace, best first, and its root among them when that is an app itself. */
function appsOfWorkspace(tree: SourceTree): AppPlan[] {
  const root = glanceAt(tree, ".");
  const own = root && isStartable(root) && isOwnApp(Folder.of(tree, "."), root) ? [root] : [];
  const below = scanBelowRoot(tree).filter(isStartable);
  const apps = bestFirst([...own, ...below]);
  return apps.length > 0 || !root ? apps : [root];
}

/** The folders that a Compose file at the root builds, when that is not just the root. */
function appsOfCompose(tree: SourceTree): AppPlan[] {
  const paths = [...new Set(composeApps(Folder.of(tree, ".")).map(({ path }) => path))];
  if (paths.every((path) => path === ".")) return [];
  return bestFirst(paths.flatMap((path) => glanceAt(tree, path) ?? []).filter(isStartable));
}

const FOR_OTHERS = {
  title: "This is a package for other programs: it says what it offers them, and nothing in it listens on a port.",
  fix: "Publish it with `npm publish`. If it does run as a server or a worker, set its start command.",
};

/** A library with nothing beside it that could be deployed. */
const asLibrary = (root: AppPlan): AppPlan => ({
  ...root,
  start: null,
  findings: [finding("error", "library", FOR_OTHERS, { file: "package.json", line: 1 }), ...root.findings],
});

/** What stands beside a library, its site and its examples; `null` when the root is an app. */
function besideLibrary(tree: SourceTree, root: AppPlan): AppPlan[] | null {
  if (!isLibraryAlone(Folder.of(tree, "."), root)) return null;
  const apps = scanBelowRoot(tree).filter((app) => isStartable(app) && app.framework !== null);
  return apps.length > 0 ? bestFirst(apps) : [asLibrary(root)];
}

const isForUsers = ({ findings }: AppPlan) => findings.some(({ id }) => id === "not-for-servers");

/** The root alone when it can be deployed. Otherwise what stands below it, and last what could not be started anyway. */
function appsOf(tree: SourceTree): AppPlan[] {
  if (workspaceFolders(Folder.of(tree, "."), ["."]).length > 0) return appsOfWorkspace(tree);
  const built = appsOfCompose(tree);
  if (built.length > 0) return built;
  const root = glanceAt(tree, ".");
  if (root && isStartable(root)) return besideLibrary(tree, root) ?? [root];
  // The pages of what users install are shown by that alone.
  const below = scanBelowRoot(tree).filter(({ language }) => language !== "html" || !root || !isForUsers(root));
  const all = [...below, ...(root ? [root] : [])];
  const startable = all.filter(isStartable);
  return startable.length > 0 ? startable : all;
}

/** The app from all of its code, where a source has so much that one glanced at its parts. */
function closely(tree: SourceTree, app: AppPlan): AppPlan {
  const isWhole = Folder.closely(tree, app.path) === Folder.of(tree, app.path);
  return isWhole ? app : (scanFolder(tree, app.path) ?? app);
}

/**
 * Reads what a source is and how to build and run it. Pure: the same files give the same answer. Of a large source's
 * parts it reads the one that is `wanted`, else the best one, more closely than the others.
 */
export function scan(tree: SourceTree, wanted: string | null = null): Scan {
  const found = appsOf(tree);
  const built = wanted ?? found[0]?.path;
  const apps = found.map((app) => (app.path === built ? closely(tree, app) : app));
  return {
    apps,
    lookedFor: lookedFor(DETECTORS),
    ...(apps.length === 0 && { toAdd: whatToAdd(Folder.of(tree, ".")) }),
  };
}
