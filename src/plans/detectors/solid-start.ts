import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { configNames, frameworkBase, serverOf, siteOf, unfinished } from "../javascript/framework.ts";
import { isStaticPreset, nitroServer, nitroSite, readPreset } from "../javascript/nitro.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const CONFIGS = [...configNames("app"), ...configNames("vite")];
const NO_SSR = /\bssr:\s*false\b/;
const NITRO = ["vinxi", "nitro", "nitropack", "@solidjs/vite-plugin-nitro-2"];

const NO_SERVER = {
  title: "SolidStart renders on a server, and no plugin writes one.",
  fix: "Install `nitro` and add its plugin, `nitro()` of `nitro/vite`, behind solidStart() in vite.config.",
};

/** Before version 1 it had another name, commands of its own, and an adapter for what is built. */
function beforeFirst(folder: Folder, pkg: PackageJson): Draft {
  const read = frameworkBase(folder, pkg, {
    name: "SolidStart",
    dependency: "solid-start",
    build: "solid-start build",
  });
  if (!pkg.dependencies.has("solid-start-static")) {
    return serverOf(folder, pkg, read, { start: "solid-start start", port: 3000 });
  }
  const output = fact("output", "dist/public", placeOf(pkg, "solid-start-static"));
  return siteOf({ ...read, facts: [...read.facts, output] }, output.value);
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (pkg?.dependencies.has("solid-start")) return beforeFirst(folder, pkg);
  if (!pkg?.dependencies.has("@solidjs/start")) return null;
  const usesVinxi = pkg.dependencies.has("vinxi");
  const base = frameworkBase(folder, pkg, {
    name: "SolidStart",
    dependency: "@solidjs/start",
    build: usesVinxi ? "vinxi build" : "vite build",
    node: [[2, "24.0.0"]],
  });
  const at = placeOf(pkg, "@solidjs/start");
  if (!NITRO.some((name) => pkg.dependencies.has(name))) {
    return unfinished(base, finding("error", "no-start", NO_SERVER, at));
  }
  const preset = readPreset(folder, CONFIGS);
  if (!preset || !isStaticPreset(preset)) return nitroServer(folder, pkg, base, preset);
  const single = folder.find(CONFIGS, NO_SSR);
  const facts = single ? [fact("fallback", "index.html", single)] : [];
  return nitroSite({ ...base, facts: [...base.facts, ...facts] }, preset.at);
}

export const solidStartDetector: Detector = {
  name: "SolidStart",
  looksFor: "`@solidjs/start` among the dependencies of package.json",
  detect,
};
