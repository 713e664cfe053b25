import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { EMPTY_PACKAGE, readPackage } from "../javascript/package-json.ts";
import type { Fact } from "../plan.ts";
import { serverDraft } from "./node-server.ts";

const BUN_CODE = /\bBun\.serve\(|["']bun:\w+["']|from\s+["']bun["']/;

/** Bun installs for Node too, so a lockfile alone proves nothing: a script or the code must use Bun itself. */
function proofOf(folder: Folder, pkg: PackageJson): Fact | null {
  if (pkg.engines.bun) return fact("runtime", "bun", pkg.at("engines", "bun"));
  if (/^bun\b/.test(pkg.scripts.start ?? "")) return fact("runtime", "bun", pkg.at("scripts", "start"));
  const code = folder.find(folder.code, BUN_CODE);
  return code && fact("runtime", "bun", code);
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder) ?? (folder.has("package.json") ? null : EMPTY_PACKAGE);
  const proof = pkg && proofOf(folder, pkg);
  const draft = proof && serverDraft(folder, pkg, "bun");
  return draft && { ...draft, facts: [proof, ...(draft.facts ?? [])] };
}

export const bunServerDetector: Detector = {
  name: "Bun",
  looksFor: "a Bun program: `bun` in the start script or engines, or code that calls Bun.serve",
  detect,
};
