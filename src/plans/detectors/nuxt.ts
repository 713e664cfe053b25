import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { configNames, frameworkBase } from "../javascript/framework.ts";
import { isStaticPreset, nitroServer, nitroSite, readPreset } from "../javascript/nitro.ts";
import { readPackage } from "../javascript/package-json.ts";

const CONFIGS = configNames("nuxt");
const NO_SSR = /^\s{0,8}ssr:\s*false\b/m;
const GENERATES = /\bnuxt? generate\b|\bnuxi generate\b/;
const SERVER_CODE = /^(?:src\/)?server\/(?:api|routes|middleware|plugins)\//;
const NUXT = {
  name: "Nuxt",
  dependency: "nuxt",
  build: "nuxt build",
  node: [
    [4, "22.19.0"],
    [3, "20.9.0"],
  ],
} as const;

/** The single page of a project that renders nothing on a server is a file, unless an API stands beside it. */
function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("nuxt")) return null;
  const base = frameworkBase(folder, pkg, NUXT);
  const preset = readPreset(folder, CONFIGS);
  if (GENERATES.test(pkg.scripts.build ?? "")) return nitroSite(base, pkg.at("scripts", "build"));
  if (preset && isStaticPreset(preset)) return nitroSite({ ...base, build: "nuxt generate" }, preset.at);
  const single = folder.find(CONFIGS, NO_SSR);
  if (single && !folder.files.some((file) => SERVER_CODE.test(file))) {
    const facts = [...base.facts, fact("fallback", "200.html", single)];
    return nitroSite({ ...base, build: "nuxt generate", facts }, single);
  }
  return nitroServer(folder, pkg, base, preset);
}

export const nuxtDetector: Detector = {
  name: "Nuxt",
  looksFor: "`nuxt` among the dependencies of package.json",
  detect,
};
