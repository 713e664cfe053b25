import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { configNames } from "../javascript/framework.ts";
import { readPackage } from "../javascript/package-json.ts";
import { builtForSubfolder, flagOf, startsProgram, staticSite } from "../javascript/static-site.ts";

const CONFIGS = configNames("docusaurus");
const BUILDS = /\bdocusaurus build\b/;
const OUT_DIR = /--out-dir[= ](?:\.\/)?([\w./-]{1,200})/;
const BASE = /\bbaseUrl:\s{0,9}["'`](\/[\w.-][\w./-]{0,200})["'`]/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@docusaurus/core") || startsProgram(pkg)) return null;
  return staticSite(folder, pkg, {
    name: "Docusaurus",
    dependency: "@docusaurus/core",
    build: "docusaurus build",
    builds: BUILDS,
    node: [[3, "20.0"]],
    output: flagOf(pkg, BUILDS, OUT_DIR) ?? { folder: "build", at: null },
    findings: builtForSubfolder(folder, CONFIGS, BASE),
  });
}

export const docusaurusDetector: Detector = {
  name: "Docusaurus",
  looksFor: "`@docusaurus/core` among the dependencies of package.json",
  detect,
};
