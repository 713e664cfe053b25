import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { flagOf, startsProgram, staticSite } from "../javascript/static-site.ts";

const BUILDS = /\bember b(?:uild)?\b|\bvite build\b/;
const OUTPUT_PATH = /(?:--output-path|-o)[= ](?:\.\/)?([\w./-]{1,200})/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("ember-cli") || startsProgram(pkg)) return null;
  return staticSite(folder, pkg, {
    name: "Ember",
    dependency: "ember-cli",
    build: "ember build --environment=production",
    builds: BUILDS,
    node: [[6, "20.19"]],
    output: flagOf(pkg, BUILDS, OUTPUT_PATH) ?? { folder: "dist", at: null },
    fallback: "index.html",
  });
}

export const emberDetector: Detector = {
  name: "Ember",
  looksFor: "`ember-cli` among the dependencies of package.json",
  detect,
};
