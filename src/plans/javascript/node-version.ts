import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { bestOf, runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";
import type { PackageJson } from "./package-json.ts";
import { placeOf } from "./package-json.ts";
import { membershipOf, seenFrom } from "./workspace.ts";

/** With long-term support, and what the frameworks of today and of some years ago run on. */
export const DEFAULT_NODE = "24";

/** The default first, then the newest. */
const OFFERED = [DEFAULT_NODE, "26", "22", "20", "18", "16", "14", "12", "10"];
const CODE_NAMES: Record<string, string> = {
  lithium: "26",
  krypton: "24",
  jod: "22",
  iron: "20",
  hydrogen: "18",
  gallium: "16",
  fermium: "14",
  erbium: "12",
};

/** The day of the last fix, for release lines that get no more. */
const ENDED: Record<string, string> = {
  "12": "2022-04-30",
  "14": "2023-04-30",
  "16": "2023-09-11",
  "18": "2025-04-30",
  "20": "2026-04-30",
  "21": "2024-06-01",
  "23": "2025-06-01",
  "25": "2026-06-01",
};

const MISE =
  /^[ \t]*(?:node|nodejs)[ \t]*=[ \t]*(?:\{[^}\n]{0,100}?version[ \t]*=[ \t]*|\[[ \t]*)?["']([^"'\n]{1,40})["']/m;
const NPMRC = /^[ \t]*use-node-version[ \t]*=[ \t]*["']?(\d[\w.]{0,20})/m;
const PNPM_SETTING = /^useNodeVersion:[ \t]*["']?(\d[\w.]{0,20})/m;
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;
const WORKFLOW_NODE = /^[ \t-]*node-version:[ \t]*["']?(v?\d[\w.]{0,20})["']?[ \t]*(?:#.*)?$/m;
const GITLAB_NODE = /^[ \t]*(?:image|name):[ \t]*["']?node:(\d{1,3}(?:\.\d{1,3}){0,2})/m;

function miseWish(folder: Folder): Wish | null {
  const hit = folder.find(["mise.toml", ".mise.toml"], MISE);
  return hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null;
}

/** The version that pnpm fetches and runs scripts with. */
function pnpmWish(folder: Folder): Wish | null {
  const hit = folder.find([".npmrc"], NPMRC) ?? folder.find(["pnpm-workspace.yaml"], PNPM_SETTING);
  return hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null;
}

/** What the project's checks run on elsewhere. */
function checksWish(folder: Folder): Wish | null {
  const workflows = folder.list.below(".github/workflows").filter((file) => WORKFLOW.test(file));
  const hit = folder.find(workflows, WORKFLOW_NODE) ?? folder.find([".gitlab-ci.yml"], GITLAB_NODE);
  return hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null;
}

function packageWish({ volta, devEngines, at }: PackageJson): Wish | null {
  if (volta.node) return { value: volta.node, ...at("volta", "node") };
  const { runtime } = devEngines;
  return runtime?.name === "node" && runtime.version
    ? { value: runtime.version, ...at("devEngines", "runtime", "version") }
    : null;
}

const WISHES = new WeakMap<Folder, Wish | null>();

/** What a folder asks for; every part of a workspace asks for its root's. */
function wishIn(folder: Folder, pkg: PackageJson): Wish | null {
  const known = WISHES.get(folder);
  if (known !== undefined) return known;
  const wish = readWish(folder, pkg);
  WISHES.set(folder, wish);
  return wish;
}

/** Exact versions that developers use come before the range that the program is said to run on. */
function readWish(folder: Folder, pkg: PackageJson): Wish | null {
  const engine = pkg.engines.node;
  return (
    versionFile(folder, ".nvmrc") ??
    versionFile(folder, ".node-version") ??
    toolVersion(folder, "nodejs") ??
    toolVersion(folder, "node") ??
    miseWish(folder) ??
    pnpmWish(folder) ??
    packageWish(pkg) ??
    (engine ? { value: engine, ...pkg.at("engines", "node") } : checksWish(folder))
  );
}

/** The app's own wish, else that of the workspace around it. */
function wishOf(folder: Folder, pkg: PackageJson): Wish | null {
  const own = wishIn(folder, pkg);
  const workspace = own ? null : membershipOf(folder)?.workspace;
  const around = workspace ? wishIn(workspace.root, workspace.pkg) : null;
  return workspace && around ? { ...around, file: seenFrom(folder, workspace.root, around.file) } : own;
}

/** `v20.11.0` is taken as Node 20: its image is kept up to date, an exact one is not. */
function majorFor(wish: string): string | null {
  const codeName = /^lts\/(\w+)$/.exec(wish)?.[1];
  if (codeName) return own(CODE_NAMES, codeName.toLowerCase()) ?? null;
  return /^v?(\d{1,3})(?:\.(?:\d{1,3}|x|\*)){0,2}$/.exec(wish)?.[1] ?? bestOf(OFFERED, wish);
}

const ended = (version: string, day: string) => ({
  title: `Node ${version} has had no security fixes since ${day}.`,
  fix: `Ask for Node ${DEFAULT_NODE}, and try the project with it.`,
});

/** The newest Node that every major version of node-sass is compiled for, the newest first. */
const SASS_NODE: readonly (readonly [major: number, node: string])[] = [
  [9, "20"],
  [8, "18"],
  [6, "16"],
  [0, "14"],
];

/** Nothing asks for a version, but a dependency is written against the inside of an older Node. */
function oldDependency(pkg: PackageJson): Wish | null {
  const range = pkg.dependencies.get("node-sass");
  const major = /(\d{1,3})/.exec(range ?? "")?.[1];
  const node = major && SASS_NODE.find(([from]) => Number(major) >= from)?.[1];
  return node ? { value: node, ...placeOf(pkg, "node-sass") } : null;
}

export function nodeRuntime(folder: Folder, pkg: PackageJson): RuntimeReading & { findings: Finding[] } {
  const wish = wishOf(folder, pkg) ?? oldDependency(pkg);
  const version = (wish && majorFor(wish.value)) ?? DEFAULT_NODE;
  const day = own(ENDED, version);
  const old = day ? [finding("warning", "node-end-of-life", ended(version, day), wish)] : [];
  return { ...runtimeFrom("node", version, wish), findings: old };
}

export function bunRuntime(folder: Folder, pkg: PackageJson): RuntimeReading & { findings: Finding[] } {
  const engine = pkg.engines.bun;
  const wish = engine ? { value: engine, ...pkg.at("engines", "bun") } : versionFile(folder, ".bun-version");
  return { ...runtimeFrom("bun", (wish && /^[~^v]?(\d+)/.exec(wish.value)?.[1]) ?? "1", wish), findings: [] };
}
