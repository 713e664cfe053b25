import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { frameworkBase, serverOf } from "../javascript/framework.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";

const STRAPI = { name: "Strapi", build: "strapi build", node: [[5, "20.0.0"]] } as const;
/** Version 3 has another name. */
const DEPENDENCIES = ["@strapi/strapi", "strapi"];
const UPLOAD_ELSEWHERE = /provider:\s*["'`](?!local)[\w@/-]+["'`]/;

const UPLOADS = {
  title: "Files that editors upload are kept in public/uploads, which every deployment begins anew.",
  fix: "Add a volume for public/uploads, or an upload provider such as S3's in config/plugins.",
};

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const dependency = DEPENDENCIES.find((name) => pkg?.dependencies.has(name));
  if (!pkg || !dependency) return null;
  const base = frameworkBase(folder, pkg, { ...STRAPI, dependency });
  const plugins = ["config/plugins.ts", "config/plugins.js"];
  const findings = folder.find(plugins, UPLOAD_ELSEWHERE)
    ? []
    : [finding("warning", "ephemeral-uploads", UPLOADS, placeOf(pkg, dependency))];
  const known = { ...base, findings: [...base.findings, ...findings] };
  return serverOf(folder, pkg, known, { start: "strapi start", port: 1337, health: "/_health", bundled: true });
}

export const strapiDetector: Detector = {
  name: "Strapi",
  looksFor: "`@strapi/strapi` among the dependencies of package.json",
  detect,
};
