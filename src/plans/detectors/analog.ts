import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { configNames, frameworkBase } from "../javascript/framework.ts";
import { isStaticPreset, nitroServer, nitroSite, readPreset } from "../javascript/nitro.ts";
import { readPackage } from "../javascript/package-json.ts";

const CONFIGS = configNames("vite");
const STATIC = /\banalog\(\s*\{[^}]{0,400}?\b(?:static:\s*true|ssr:\s*false)/;
const OUTPUT = "dist/analog";

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@analogjs/platform")) return null;
  const base = frameworkBase(folder, pkg, { name: "Analog", dependency: "@analogjs/platform", build: "vite build" });
  const preset = readPreset(folder, CONFIGS);
  const site = folder.find(CONFIGS, STATIC) ?? (isStaticPreset(preset) ? preset?.at : null);
  return site ? nitroSite(base, site, OUTPUT) : nitroServer(folder, pkg, base, preset, OUTPUT);
}

export const analogDetector: Detector = {
  name: "Analog",
  looksFor: "`@analogjs/platform` among the dependencies of package.json",
  detect,
};
