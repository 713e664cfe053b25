import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
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
  name: "Create React App",
  dependency: "react-scripts",
  build: "react-scripts build",
  builds: /\b(?:react-scripts|react-app-rewired|craco) build\b/,
};
const BUILD_PATH = /\bBUILD_PATH=["']?(?:\.\/)?([\w./-]{1,200})/;
const HOMEPAGE = /"homepage"\s{0,9}:\s{0,9}"(?:https?:\/\/[^/"]{1,200})?(\/[\w.-][^"]{0,200})"/;

const CI_WARNINGS = {
  title: "Create React App takes every warning for an error in a build, because CI is set there.",
  fix: "Mend the warnings, or set the build-time variable CI to false.",
};

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(SITE.dependency) || startsProgram(pkg)) return null;
  const at = pkg.at("scripts", "build");
  const base = siteBase(folder, pkg, SITE);
  const named = flagOf(pkg, SITE.builds, BUILD_PATH) ?? settingOf(folder, [".env", ".env.production"], BUILD_PATH);
  return siteFrom(isOlder(pkg, SITE.dependency, 5) ? withLegacyHashes(base, pkg, at) : base, pkg, {
    ...SITE,
    output: named ?? { folder: "build", at: null },
    fallback: "index.html",
    findings: [
      ...(/\bCI=/.test(pkg.scripts.build ?? "") ? [] : [finding("info", "ci-warnings", CI_WARNINGS, at)]),
      ...builtForSubfolder(folder, ["package.json"], HOMEPAGE),
    ],
  });
}

export const createReactAppDetector: Detector = {
  name: "Create React App",
  looksFor: "`react-scripts` among the dependencies of package.json",
  detect,
};
