import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { EMPTY_PACKAGE, placeOf, readPackage } from "../javascript/package-json.ts";
import type { Fact } from "../plan.ts";
import { serverDraft } from "./node-server.ts";

const BUN_CODE = /\bBun\.serve\(|["']bun:\w+["']|from\s+["']bun["']/;

/** `bun --hot src/index.ts`: what reloads is a program of Bun's, where `bun run vite` is not. */
const BUN_SCRIPT = /^bun (?:run )?(?:--(?:hot|watch) |[\w./-]+\.[cm]?[jt]sx?\b)/;
/** A handler for whichever runtime takes it; Bun serves it as it is. */
const HANDLER = /^export default (?:app|server|\{[^}]{0,300}?\bfetch\b)/m;

/** Elysia and Hono listen through Bun unless they are given a server of Node's. */
function proofOfFramework(folder: Folder, pkg: PackageJson): Fact | null {
  const { dependencies } = pkg;
  if (dependencies.has("elysia") && !dependencies.has("@elysiajs/node")) {
    return fact("runtime", "bun", placeOf(pkg, "elysia"));
  }
  if (!dependencies.has("hono") || dependencies.has("@hono/node-server")) return null;
  const handler = folder.find(folder.code, HANDLER);
  return handler && fact("runtime", "bun", handler);
}

/** Bun installs for Node too, so a lockfile alone proves nothing: a script or the code must use Bun itself. */
function proofOf(folder: Folder, pkg: PackageJson): Fact | null {
  if (pkg.engines.bun) return fact("runtime", "bun", pkg.at("engines", "bun"));
  if (/^bun\b/.test(pkg.scripts.start ?? "")) return fact("runtime", "bun", pkg.at("scripts", "start"));
  for (const script of ["start", "dev"]) {
    if (BUN_SCRIPT.test(pkg.scripts[script] ?? "")) return fact("runtime", "bun", pkg.at("scripts", script));
  }
  const code = folder.find(folder.code, BUN_CODE);
  return code ? fact("runtime", "bun", code) : proofOfFramework(folder, pkg);
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
