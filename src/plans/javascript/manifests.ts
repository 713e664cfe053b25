import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { PackageJson } from "./package-json.ts";
import { workspaceAt } from "./workspace.ts";

/** Files that an install reads beside `package.json` and the lockfile. */
const SETTINGS = [
  ".npmrc",
  ".yarnrc",
  ".yarnrc.yml",
  "bunfig.toml",
  "pnpm-workspace.yaml",
  ".pnpmfile.cjs",
  ".pnpmfile.mjs",
];
const SETTINGS_FOLDERS = /^(?:patches|\.yarn\/(?:patches|plugins|releases))\//;

/** Scripts that an install runs, which may read any file of the project. */
const INSTALL_SCRIPTS = ["preinstall", "install", "postinstall", "prepare"];

/** Lines that read nothing but what is named above. */
const READS_NOTHING =
  /^(?:(?:is-ci \|\| )?husky(?: install)?|lefthook install|simple-git-hooks|patch-package|npx (?:--yes |-y )?only-allow \w+)$/;

/** An image has at most 127 layers, and every folder with manifests is one. */
const MAX_FOLDERS = 60;

const isHarmless = (line: string | undefined) => line === undefined || READS_NOTHING.test(line.trim());

/** Whether an install reads more of the project than manifests. Prisma's client makes itself from the schema. */
function readsMore({ scripts, dependencies }: PackageJson): boolean {
  return (
    dependencies.has("@prisma/client") ||
    INSTALL_SCRIPTS.some((name) => !isHarmless(scripts[name])) ||
    [...dependencies.values()].some((wanted) => /^(?:file|link|portal):/.test(wanted))
  );
}

const READ = new WeakMap<Folder, string[]>();

/** The files that an install in a folder reads; empty when these are not all that it may read. */
export function manifestsOf(folder: Folder, pkg: PackageJson, lockfile: string | null): string[] {
  // Every part of a workspace asks for its root's.
  const manifests = READ.get(folder) ?? readManifests(folder, pkg, lockfile);
  READ.set(folder, manifests);
  return [...manifests];
}

function readManifests(folder: Folder, pkg: PackageJson, lockfile: string | null): string[] {
  const members = workspaceAt(folder)?.members ?? [];
  if (members.length > MAX_FOLDERS || [pkg, ...members.map((member) => member.pkg)].some(readsMore)) return [];
  const manifests = [
    "package.json",
    ...(lockfile ? [lockfile] : []),
    ...SETTINGS.filter((file) => folder.has(file)),
    ...folder.files.filter((file) => SETTINGS_FOLDERS.test(file)),
    ...members.map(({ path }) => `${path}/package.json`),
  ];
  return new Set(manifests.map((file) => posix.dirname(file))).size > MAX_FOLDERS ? [] : manifests;
}
