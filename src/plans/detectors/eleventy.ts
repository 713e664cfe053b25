import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { configNames } from "../javascript/framework.ts";
import { readPackage } from "../javascript/package-json.ts";
import { builtForSubfolder, flagOf, settingOf, startsProgram, staticSite } from "../javascript/static-site.ts";

const CONFIGS = [...configNames("eleventy"), ".eleventy.js"];
const BUILDS = /\b(?:@11ty\/)?eleventy\b(?![^&|]{0,80}--(?:serve|watch)\b)/;
const OUTPUT_FLAG = /--output[= ](?:\.\/)?([\w./-]{1,200})/;
const OUTPUT = /\boutput:\s{0,9}["'`](?:\.\/)?([\w./-]{1,200})["'`]|\bsetOutputDirectory\(/;
const SET_OUTPUT = /\bsetOutputDirectory\(\s{0,9}["'`](?:\.\/)?([\w./-]{1,200})["'`]/;
const PREFIX = /\bpathPrefix:\s{0,9}["'`](\/?[\w.-][\w./-]{0,200})["'`]/;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@11ty/eleventy") || startsProgram(pkg)) return null;
  const named = flagOf(pkg, BUILDS, OUTPUT_FLAG);
  const output = named ?? settingOf(folder, CONFIGS, SET_OUTPUT) ?? settingOf(folder, CONFIGS, OUTPUT);
  return staticSite(folder, pkg, {
    name: "Eleventy",
    dependency: "@11ty/eleventy",
    build: "eleventy",
    builds: BUILDS,
    node: [[3, "18.0"]],
    output: output ?? { folder: "_site", at: null },
    caches: [".cache"],
    findings: builtForSubfolder(folder, CONFIGS, PREFIX),
  });
}

export const eleventyDetector: Detector = {
  name: "Eleventy",
  looksFor: "`@11ty/eleventy` among the dependencies of package.json",
  detect,
};
