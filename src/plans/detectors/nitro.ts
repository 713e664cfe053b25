import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { configNames, frameworkBase } from "../javascript/framework.ts";
import { isStaticPreset, nitroServer, nitroSite, readPreset } from "../javascript/nitro.ts";
import { readPackage } from "../javascript/package-json.ts";

const CONFIGS = [...configNames("nitro"), ...configNames("vite")];
const PLUGIN = /["']nitro\/vite["']/;

/** A server of Nitro's own, or beside a page that Vite builds. */
function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const dependency = ["nitro", "nitropack"].find((name) => pkg?.dependencies.has(name));
  if (!pkg || !dependency) return null;
  const withVite = folder.find(configNames("vite"), PLUGIN) !== null;
  if (!withVite && folder.firstOf(...configNames("nitro")) === null) return null;
  const build = withVite ? "vite build" : dependency === "nitro" ? "nitro build" : "nitropack build";
  const base = frameworkBase(folder, pkg, { name: "Nitro", dependency, build });
  const preset = readPreset(folder, CONFIGS);
  return preset && isStaticPreset(preset) ? nitroSite(base, preset.at) : nitroServer(folder, pkg, base, preset);
}

export const nitroDetector: Detector = {
  name: "Nitro",
  looksFor: "`nitro` or `nitropack` among the dependencies of package.json, and its configuration",
  detect,
};
