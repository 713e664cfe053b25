import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { flagOf, isOlder, siteBase, siteFrom, startsProgram, withLegacyHashes } from "../javascript/static-site.ts";

const BUILDS = /\bparcel build\b/;
const OUTPUT = /(?:--dist-dir|--out-dir|-d)[= ](?:\.\/)?([\w./-]{1,200})/;
const PAGES = /\bparcel build\b[^&|]{0,200}?([\w./*-]{1,200}\.html)\b/;
const SOURCE = /"source"\s{0,9}:\s{0,9}\[?\s{0,9}"([\w./*-]{1,200}\.html)"/;

/** Parcel also builds libraries; only pages make a site. */
function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const dependency = ["parcel", "parcel-bundler"].find((name) => pkg?.dependencies.has(name));
  if (!pkg || !dependency || startsProgram(pkg)) return null;
  const page = flagOf(pkg, BUILDS, PAGES)?.folder ?? folder.find(["package.json"], SOURCE)?.match[1];
  const found = page ?? folder.firstOf("index.html", "src/index.html");
  if (!found) return null;
  const site = { name: "Parcel", dependency, build: `parcel build ${found}`, builds: BUILDS };
  const base = siteBase(folder, pkg, site);
  const isOld = dependency === "parcel-bundler" || isOlder(pkg, dependency, 2);
  return siteFrom(isOld ? withLegacyHashes(base, pkg, pkg.at("scripts")) : base, pkg, {
    ...site,
    output: flagOf(pkg, BUILDS, OUTPUT) ?? { folder: "dist", at: null },
    fallback: /^(?:.*\/)?index\.html$/.test(found) ? "index.html" : null,
    caches: [".parcel-cache"],
  });
}

export const parcelDetector: Detector = {
  name: "Parcel",
  looksFor: "`parcel` among the dependencies of package.json, and a page that it builds",
  detect,
};
