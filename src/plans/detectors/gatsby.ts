import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { configNames } from "../javascript/framework.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import {
  builtForSubfolder,
  isOlder,
  siteBase,
  siteFrom,
  startsProgram,
  withLegacyHashes,
} from "../javascript/static-site.ts";

const SITE = { name: "Gatsby", dependency: "gatsby", build: "gatsby build", builds: /\bgatsby build\b/ };
const PREFIX = /\bpathPrefix:\s{0,9}["'`](\/[\w./-]{1,200})["'`]/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(SITE.dependency) || startsProgram(pkg)) return null;
  const base = siteBase(folder, pkg, { ...SITE, node: [[5, "18.0"]] });
  const isOld = isOlder(pkg, SITE.dependency, 3);
  // Its .cache is of use only together with the public of the same build, so none is kept.
  return siteFrom(isOld ? withLegacyHashes(base, pkg, placeOf(pkg, SITE.dependency)) : base, pkg, {
    ...SITE,
    output: { folder: "public", at: null },
    // The prefix counts only where the build asks for it.
    findings: Object.values(pkg.scripts).some((line) => line.includes("--prefix-paths"))
      ? builtForSubfolder(
          folder,
          configNames("gatsby-config").map((name) => name.replace(".config", "")),
          PREFIX,
        )
      : [],
  });
}

export const gatsbyDetector: Detector = {
  name: "Gatsby",
  looksFor: "`gatsby` among the dependencies of package.json",
  detect,
};
