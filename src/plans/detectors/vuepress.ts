import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { docsFolder, docsOutput } from "../javascript/docs-folder.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import {
  builtForSubfolder,
  isOlder,
  siteBase,
  siteFrom,
  startsProgram,
  withLegacyHashes,
} from "../javascript/static-site.ts";

const SITE = { name: "VuePress", dependency: "vuepress", build: "vuepress build", builds: /\bvuepress build\b/ };
const DEST = /\bdest:\s{0,9}["'`](?:\.\/)?([\w./-]{1,200})["'`]/;
const BASE = /\bbase:\s{0,9}["'`](\/[\w.-][\w./-]{0,200})["'`]/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(SITE.dependency) || startsProgram(pkg)) return null;
  const docs = docsFolder(folder, pkg, SITE.builds, ".vuepress");
  const site = { ...SITE, build: `${SITE.build} ${docs.root}` };
  const base = siteBase(folder, pkg, site);
  const isOld = isOlder(pkg, SITE.dependency, 2);
  return siteFrom(isOld ? withLegacyHashes(base, pkg, placeOf(pkg, SITE.dependency)) : base, pkg, {
    ...site,
    // Other than its neighbours, it takes `dest` as seen from the project and not from the documents.
    output: docsOutput(folder, docs, DEST, "."),
    findings: builtForSubfolder(folder, docs.configs, BASE),
  });
}

export const vuepressDetector: Detector = {
  name: "VuePress",
  looksFor: "`vuepress` among the dependencies of package.json",
  detect,
};
