import type { Folder } from "../folder.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { bestOf, runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";
import type { PackageJson } from "./package-json.ts";

/** The default first, then the newest. */
const OFFERED = ["22", "24", "20", "18", "16"];
const CODE_NAMES: Record<string, string> = { krypton: "24", jod: "22", iron: "20", hydrogen: "18", gallium: "16" };

function wishOf(folder: Folder, pkg: PackageJson): Wish | null {
  const engine = pkg.engines.node;
  if (engine) return { value: engine, ...pkg.at("engines", "node") };
  return versionFile(folder, ".nvmrc") ?? versionFile(folder, ".node-version") ?? toolVersion(folder, "nodejs");
}

/** `v20.11.0` is taken as Node 20: its image is kept up to date, an exact one is not. */
function majorFor(wish: string): string | null {
  const codeName = /^lts\/(\w+)$/.exec(wish)?.[1];
  if (codeName) return CODE_NAMES[codeName] ?? null;
  return /^v?(\d+)(?:\.\d+)*$/.exec(wish)?.[1] ?? bestOf(OFFERED, wish);
}

export function nodeRuntime(folder: Folder, pkg: PackageJson): RuntimeReading {
  const wish = wishOf(folder, pkg);
  return runtimeFrom("node", (wish && majorFor(wish.value)) ?? "22", wish);
}

export function bunRuntime(folder: Folder, pkg: PackageJson): RuntimeReading {
  const engine = pkg.engines.bun;
  const wish = engine ? { value: engine, ...pkg.at("engines", "bun") } : versionFile(folder, ".bun-version");
  return runtimeFrom("bun", (wish && /^[~^v]?(\d+)/.exec(wish.value)?.[1]) ?? "1", wish);
}
