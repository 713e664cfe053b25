import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { docsFolder, docsOutput } from "../javascript/docs-folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { builtForSubfolder, siteBase, siteFrom, startsProgram } from "../javascript/static-site.ts";

const SITE = { name: "VitePress", dependency: "vitepress", build: "vitepress build", builds: /\bvitepress build\b/ };
const OUT_DIR = /\boutDir:\s{0,9}["'`]([\w./-]{1,200})["'`]/;
const BASE = /\bbase:\s{0,9}["'`](\/[\w.-][\w./-]{0,200})["'`]/;
const LAST_UPDATED = /\blastUpdated:\s{0,9}(?:true|\{)/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(SITE.dependency) || startsProgram(pkg)) return null;
  const docs = docsFolder(folder, pkg, SITE.builds, ".vitepress");
  const site = { ...SITE, build: docs.root === "." ? SITE.build : `${SITE.build} ${docs.root}` };
  const base = siteBase(folder, pkg, site);
  // It asks git when each page was changed, and does not build where there is no git.
  const needsGit = folder.find(docs.configs, LAST_UPDATED) !== null;
  const packages = needsGit ? { ...base.packages, build: [...base.packages.build, "git"] } : base.packages;
  return siteFrom({ ...base, packages }, pkg, {
    ...site,
    output: docsOutput(folder, docs, OUT_DIR),
    findings: builtForSubfolder(folder, docs.configs, BASE),
  });
}

export const vitepressDetector: Detector = {
  name: "VitePress",
  looksFor: "`vitepress` among the dependencies of package.json",
  detect,
};
