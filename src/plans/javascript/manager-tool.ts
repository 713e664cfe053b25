import type { Folder } from "../folder.ts";
import { bestOf } from "../readings/versions.ts";
import type { PackageJson } from "./package-json.ts";
import type { ManagerName } from "./package-manager.ts";

/** Which release of a manager is fetched. `hash` is Corepack's, `sha512.…`. */
export type ManagerVersion = { version: string | null; hash: string | null };

const HASH = /^(sha1|sha224|sha256|sha384|sha512)\.([0-9a-f]{40,128})$/;
const NAMED = /^(npm|pnpm|yarn|bun)@(\d{1,9}(?:\.\d{1,9}){0,2}(?:-[\w.]{1,40})?)(?:\+(\S{1,200}))?$/;

/** What `packageManager` says: `pnpm@9.15.4+sha512.…`. */
export function namedManager(pkg: PackageJson): ({ name: ManagerName } & ManagerVersion) | null {
  const [, name, version = null, hash = null] = NAMED.exec(pkg.packageManager ?? "") ?? [];
  return name ? { name: name as ManagerName, version, hash } : null;
}

/** pnpm refuses lockfiles of another generation, so without a named version the lockfile decides, then `engines`. */
function pnpmVersion(folder: Folder, pkg: PackageJson): string {
  const format = /^lockfileVersion:\s*'?(\d+)/m.exec(folder.read("pnpm-lock.yaml") ?? "")?.[1] ?? "";
  const [newest = "10", ...older] = { "5": ["7", "6"], "6": ["8"] }[format] ?? ["10", "9"];
  const range = pkg.engines.pnpm ?? "";
  return (range && bestOf([newest, ...older], range)) || newest;
}

const YARN_PATH = /^yarnPath:[ \t]*["']?\.yarn\/releases\/yarn-(\d[\w.-]{0,40})\.cjs/m;
const YARN_FORMAT = /^__metadata:\s{1,10}version: (\d+)/m;

/** A Yarn of version 2 or later, by what it writes; `null` for Yarn 1. */
export function berryVersion(folder: Folder, named: string | null): string | null {
  if (named !== null) return named.startsWith("1.") || named === "1" ? null : named;
  const settings = folder.read(".yarnrc.yml");
  const format = YARN_FORMAT.exec(folder.read("yarn.lock")?.slice(0, 2_000) ?? "")?.[1];
  if (settings === null && format === undefined) return null;
  return YARN_PATH.exec(settings ?? "")?.[1] ?? (Number(format ?? "8") < 8 ? "3" : "4");
}

/** Fetches the manager's archive, compares it with what `packageManager` says, and installs that very file. */
function checkedArchive(name: string, version: string, [sum, hex]: Hash): string {
  const archive = `${name}-${version}.tgz`;
  return [
    `npm pack --silent ${name}@${version}`,
    `echo '${hex}  ${archive}' | ${sum}sum --check`,
    `npm install --global --force ./${archive}`,
    `rm ${archive}`,
  ].join(" && ");
}

// Forced, because Node's image brings a yarn of its own that npm would not replace.
const fetched = (spec: string) => `npm install --global --force ${spec}`;

/** For Yarn 2 and later, Corepack's hash is that of the program itself. */
const checkedProgram = (spec: string, [sum, hex]: Hash) =>
  `${fetched(spec)} && echo "${hex}  $(npm root --global)/@yarnpkg/cli-dist/bin/yarn.js" | ${sum}sum --check`;

function hashParts(hash: string | null): Hash | null {
  const [, sum, hex] = HASH.exec(hash ?? "") ?? [];
  return sum && hex ? [sum, hex] : null;
}

type Wanted = { name: ManagerName } & ManagerVersion;

/** The line that gets the manager; `null` where the runtime brings it. */
export function prepareLine(folder: Folder, pkg: PackageJson, wanted: Wanted, runtime: "node" | "bun"): string | null {
  const { name, version } = wanted;
  const hash = version ? hashParts(wanted.hash) : null;
  switch (name) {
    case "npm":
      return null;
    case "bun":
      return runtime === "bun" ? null : fetched(`bun@${version ?? "1"}`);
    case "pnpm":
      return archived("pnpm", version ?? pnpmVersion(folder, pkg), hash);
    case "yarn":
      return yarnLine(berryVersion(folder, version), version ?? "1", hash);
  }
}

type Hash = readonly [sum: string, hex: string];

const archived = (name: string, version: string, hash: Hash | null) =>
  hash ? checkedArchive(name, version, hash) : fetched(`${name}@${version}`);

function yarnLine(berry: string | null, classic: string, hash: Hash | null): string {
  if (berry === null) return archived("yarn", classic, hash);
  const spec = `@yarnpkg/cli-dist@${berry}`;
  return hash ? checkedProgram(spec, hash) : fetched(spec);
}
