import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { flagOf, isOlder, siteBase, siteFrom, startsProgram, withLegacyHashes } from "../javascript/static-site.ts";

const BUILDS = /\b(?:storybook build|build-storybook)\b/;
const OUTPUT = /(?:--output-dir|-o)[= ](?:\.\/)?([\w./-]{1,200})/;
const SETTINGS = /^\.storybook\/main\.[cm]?[jt]sx?$/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const dependency = ["storybook", "@storybook/react", "@storybook/vue3", "@storybook/html", "@storybook/vue"].find(
    (name) => pkg?.dependencies.has(name),
  );
  const settings = folder.list.below(".storybook").find((file) => SETTINGS.test(file));
  if (!pkg || !dependency || !settings || startsProgram(pkg)) return null;
  const isOld = isOlder(pkg, dependency, 7);
  const build = isOld ? "build-storybook" : "storybook build";
  const site = { name: "Storybook", dependency, build, builds: BUILDS };
  const base = siteBase(folder, pkg, site);
  return siteFrom(isOld ? withLegacyHashes(base, pkg, { file: settings, line: 0 }) : base, pkg, {
    ...site,
    output: flagOf(pkg, BUILDS, OUTPUT) ?? { folder: "storybook-static", at: null },
  });
}

export const storybookDetector: Detector = {
  name: "Storybook",
  looksFor: "`storybook` among the dependencies of package.json, and .storybook/main",
  detect,
};
