import type { Folder } from "../folder.ts";
import { isTable } from "../readings/toml.ts";
import type { CargoPackage } from "./cargo.ts";

/** One program of a package. */
export type Binary = { name: string; file: string };

const NAME = /^[A-Za-z0-9][\w-]{0,100}$/;
const BIN_FILE = /^src\/bin\/([\w-]{1,100})(?:\.rs|\/main\.rs)$/;
const SERVERS = ["server", "web", "api", "app", "http", "main", "service", "backend"];
export const WORKERS = /^(?:[\w-]{0,40}[-_])?(?:worker|workers|consumer|scheduler|cron|queue|jobs|bot|processor)$/;
const TOOLS =
  /^(?:[\w-]{0,40}[-_])?(?:migrate|migrations?|migrator|seed|seeder|gen|generate|cli|tools?|ctl|client|bench|xtask)$/;

/** `[[bin]]`, then `src/main.rs` under the package's own name, then `src/bin`. */
export function binariesOf(folder: Folder, { toml, name }: CargoPackage): Binary[] {
  const declared = toml.get("bin");
  const own = (Array.isArray(declared) ? declared : []).filter(isTable).flatMap((bin) => {
    const called = typeof bin.name === "string" ? bin.name : "";
    const path = typeof bin.path === "string" ? bin.path : pathOf(folder, called, name);
    return NAME.test(called) ? [{ name: called, file: path }] : [];
  });
  const paths = new Set(own.map(({ file }) => file));
  const found: Binary[] = folder.has("src/main.rs") ? [{ name, file: "src/main.rs" }] : [];
  for (const file of folder.list.below("src/bin")) {
    const called = BIN_FILE.exec(file)?.[1];
    if (called && NAME.test(called)) found.push({ name: called, file });
  }
  const automatic = toml.get("package", "autobins") === false ? [] : found.filter(({ file }) => !paths.has(file));
  return [...own, ...automatic];
}

function pathOf(folder: Folder, called: string, packageName: string): string {
  const usual = folder.firstOf(`src/bin/${called}.rs`, `src/bin/${called}/main.rs`);
  return usual ?? (called === packageName || folder.has("src/main.rs") ? "src/main.rs" : `src/bin/${called}.rs`);
}

function rank({ name }: Binary, cargo: CargoPackage): number {
  if (name === cargo.toml.string("package", "default-run")) return -2;
  if (name === cargo.name) return -1;
  if (TOOLS.test(name) || WORKERS.test(name)) return SERVERS.length + 1;
  const known = SERVERS.indexOf(name);
  return known === -1 ? SERVERS.length : known;
}

/** `default-run`, the package's own name, a name that servers have, else the first. */
export function bestBinary(binaries: readonly Binary[], cargo: CargoPackage): Binary | null {
  return [...binaries].sort((a, b) => rank(a, cargo) - rank(b, cargo))[0] ?? null;
}
