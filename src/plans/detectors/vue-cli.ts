import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { configNames } from "../javascript/framework.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import {
  builtForSubfolder,
  flagOf,
  isOlder,
  settingOf,
  siteBase,
  siteFrom,
  startsProgram,
  withLegacyHashes,
} from "../javascript/static-site.ts";

const SITE = {
  name: "Vue CLI",
  dependency: "@vue/cli-service",
  build: "vue-cli-service build",
  builds: /\bvue-cli-service build\b/,
};
const CONFIGS = configNames("vue");
const OUTPUT = /\boutputDir:\s{0,9}(?:(?:path\.)?(?:resolve|join)\([^"'`\n]{0,60})?["'`]([\w./-]{1,200})["'`]/;
const DEST = /--dest[= ]([\w./-]{1,200})/;
const BASE = /\bpublicPath:[^"'`\n]{0,80}["'`](\/[\w./-]{1,200})["'`]/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(SITE.dependency) || startsProgram(pkg)) return null;
  const base = siteBase(folder, pkg, SITE);
  const isOld = isOlder(pkg, SITE.dependency, 5);
  return siteFrom(isOld ? withLegacyHashes(base, pkg, placeOf(pkg, SITE.dependency)) : base, pkg, {
    ...SITE,
    output: flagOf(pkg, SITE.builds, DEST) ?? settingOf(folder, CONFIGS, OUTPUT) ?? { folder: "dist", at: null },
    fallback: "index.html",
    findings: builtForSubfolder(folder, CONFIGS, BASE),
  });
}

export const vueCliDetector: Detector = {
  name: "Vue CLI",
  looksFor: "`@vue/cli-service` among the dependencies of package.json",
  detect,
};
