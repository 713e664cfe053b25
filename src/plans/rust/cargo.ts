import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import type { Toml } from "../readings/toml.ts";
import { isTable, readToml } from "../readings/toml.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";

export type CargoPackage = {
  name: string;
  /** Where cargo runs: the package's folder, or that of the workspace around it. */
  context: string;
  isMember: boolean;
  /** From the package's folder to the context's, `../../` or nothing. */
  up: string;
  toml: Toml;
  dependencies: (Dependency & { features: string[] })[];
  /** Every package that is compiled along, by the lockfile. */
  locked: ReadonlySet<string>;
  hasLockfile: boolean;
};

const NAME = /^[A-Za-z0-9][\w-]{0,100}$/;

function featuresOf(value: unknown): string[] {
  const features = isTable(value) ? value.features : [];
  return Array.isArray(features) ? features.filter((one) => typeof one === "string") : [];
}

/** `{ workspace = true }` takes version and features from the workspace. */
function dependenciesOf(toml: Toml, workspace: Toml | null): CargoPackage["dependencies"] {
  return Object.entries(toml.table("dependencies")).map(([key, value]) => {
    const shared = isTable(value) && value.workspace === true ? workspace?.get("workspace", "dependencies", key) : null;
    const name = isTable(value) && typeof value.package === "string" ? value.package : key;
    const at = toml.at("dependencies", `\n${key}`);
    const line = at.line === 0 ? 0 : lineOfKey(toml.text, key);
    return { name, file: toml.file, line, features: [...featuresOf(value), ...featuresOf(shared)] };
  });
}

function lineOfKey(text: string, key: string): number {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => /^\[(?:workspace\.)?dependencies[.\]]/.test(line.trim()));
  const index = lines.findIndex(
    (line, number) => number >= from && (line.startsWith(key) || line.includes(`dependencies.${key}]`)),
  );
  return index + 1;
}

function workspaceOf(folder: Folder): Toml | null {
  const { root } = folder;
  const toml = root === folder ? null : readToml(root, "Cargo.toml");
  if (!toml?.has("workspace")) return null;
  const members = toml.strings("workspace", "members");
  return members.some((pattern) => matches(pattern, folder.path)) ? toml : null;
}

function matches(pattern: string, path: string): boolean {
  const want = pattern.replace(/^\.\//, "").replace(/\/$/, "").split("/");
  const have = path.split("/");
  return want.length === have.length && want.every((part, index) => part === "*" || part === have[index]);
}

/** The package of a folder; `null` for a workspace without one of its own, whose members are packages themselves. */
export function readCargo(folder: Folder): CargoPackage | null {
  const toml = readToml(folder, "Cargo.toml");
  const name = toml?.string("package", "name");
  if (!toml || !name || !NAME.test(name)) return null;
  const workspace = workspaceOf(folder);
  const context = workspace ? folder.root : folder;
  const lockfile = context.read("Cargo.lock") ?? "";
  return {
    name,
    context: context.path,
    isMember: workspace !== null,
    up: workspace ? `${posix.relative(folder.path, ".")}/` : "",
    toml,
    dependencies: dependenciesOf(toml, workspace),
    locked: new Set([...lockfile.matchAll(/^name = "([\w-]{1,100})"$/gm)].map(([, locked = ""]) => locked)),
    hasLockfile: context.has("Cargo.lock"),
  };
}

function wishOf(folder: Folder, context: Folder): Wish | null {
  for (const place of [folder, context]) {
    const up = place === folder ? "" : `${posix.relative(folder.path, ".")}/`;
    const toml = readToml(place, "rust-toolchain.toml");
    const channel = toml?.string("toolchain", "channel");
    const wish =
      toml && channel
        ? { value: channel, ...toml.at("channel") }
        : (versionFile(place, "rust-toolchain") ?? toolVersion(place, "rust"));
    if (wish) return { ...wish, file: `${up}${wish.file}` };
  }
  return null;
}

/** `rust-version` is the oldest that will do, so only a file that names the toolchain itself chooses another one. */
export function rustVersion(folder: Folder, { isMember }: CargoPackage): RuntimeReading {
  const wish = wishOf(folder, isMember ? folder.root : folder);
  const exact = /^(1\.\d{1,3})(?:\.\d{1,3})?$/.exec(wish?.value ?? "")?.[1];
  return runtimeFrom("rust", exact ?? "1", wish);
}
