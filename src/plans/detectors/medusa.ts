import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { frameworkBase, serverOf } from "../javascript/framework.ts";
import { majorOf } from "../javascript/node-minimum.ts";
import { readPackage } from "../javascript/package-json.ts";

const MEDUSA = {
  name: "Medusa",
  dependency: "@medusajs/medusa",
  build: "medusa build",
  node: [[2, "20.0.0"]],
} as const;
const CONFIGS = ["medusa-config.ts", "medusa-config.js"];
const REDIS = /^[^/\n]{0,80}\bredis_?[uU]rl\s{0,9}:\s{0,9}\S/m;

/** The second version's build makes a whole project, with the administration's pages, which is what is started. */
const BUILT = ".medusa/server";

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(MEDUSA.dependency) || !folder.firstOf(...CONFIGS)) return null;
  const base = frameworkBase(folder, pkg, MEDUSA);
  const redis = folder.find(CONFIGS, REDIS);
  const databases = [...new Set([...base.databases, ...(redis ? ["redis"] : [])])].sort();
  const facts = redis ? [...base.facts, fact("database", "redis", redis)] : base.facts;
  const isFirst = (majorOf(pkg.dependencies.get(MEDUSA.dependency)) ?? 2) < 2;
  const inside = isFirst ? "" : `cd ${BUILT} && `;
  const migrate = isFirst ? "medusa migrations run" : `${inside}medusa db:migrate`;
  const known = { ...base, databases, facts, hooks: { ...base.hooks, beforeSwitch: migrate } };
  return serverOf(folder, pkg, known, { start: `${inside}medusa start`, port: 9000, health: "/health" });
}

export const medusaDetector: Detector = {
  name: "Medusa",
  looksFor: "`@medusajs/medusa` among the dependencies of package.json, and medusa-config",
  detect,
};
