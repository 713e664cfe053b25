import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { frameworkBase, serverOf } from "../javascript/framework.ts";
import { readPackage } from "../javascript/package-json.ts";

const DIRECTUS = { name: "Directus", dependency: "directus", build: "", node: [[11, "22.0.0"]] } as const;

/** Its own image has this one, and what it compiles was made for it. */
const NODE = "22";

/** `directus bootstrap` makes the tables of an empty database, and brings older ones up to date. */
const BOOTSTRAP = "directus bootstrap";

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(DIRECTUS.dependency)) return null;
  const base = frameworkBase(folder, pkg, DIRECTUS);
  const runtime = base.runtime.from === "default" ? { ...base.runtime, version: NODE } : base.runtime;
  const known = { ...base, runtime, build: base.build || null, hooks: { ...base.hooks, beforeSwitch: BOOTSTRAP } };
  return serverOf(folder, pkg, known, { start: "directus start", port: 8055, health: "/server/ping", bundled: true });
}

export const directusDetector: Detector = {
  name: "Directus",
  looksFor: "`directus` among the dependencies of package.json",
  detect,
};
