import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { readPackage } from "../javascript/package-json.ts";
import { settingOf, startsProgram, staticSite } from "../javascript/static-site.ts";

const PUBLIC_DIR = /^public_dir:[ \t]*["']?([\w./-]{1,200})/m;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("hexo") || startsProgram(pkg)) return null;
  return staticSite(folder, pkg, {
    name: "Hexo",
    dependency: "hexo",
    build: "hexo generate",
    builds: /\bhexo (?:generate|g)\b/,
    output: settingOf(folder, ["_config.yml"], PUBLIC_DIR) ?? { folder: "public", at: null },
  });
}

export const hexoDetector: Detector = {
  name: "Hexo",
  looksFor: "`hexo` among the dependencies of package.json",
  detect,
};
