import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { readAngular } from "../javascript/angular-json.ts";
import { serverOf } from "../javascript/framework.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import { isOlder, siteBase, siteFrom, startsProgram, withLegacyHashes } from "../javascript/static-site.ts";

const SITE = {
  name: "Angular",
  dependency: "@angular/core",
  build: "ng build",
  builds: /\bng build\b/,
  node: [
    [20, "20.19"],
    [19, "18.19"],
  ],
} as const;

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has(SITE.dependency)) return null;
  const app = readAngular(folder);
  if (!app || (startsProgram(pkg) && !app.server)) return null;
  const read = siteBase(folder, pkg, SITE);
  // The webpack of Angular 12 is version 5, but an early one.
  const isOld = isOlder(pkg, SITE.dependency, 13);
  const base = isOld ? withLegacyHashes(read, pkg, placeOf(pkg, SITE.dependency)) : read;
  if (app.server) {
    const facts = [...base.facts, fact("start", app.server, app.at)];
    return serverOf(folder, pkg, { ...base, facts }, { start: `node ${app.server}`, port: 4000, bundled: true });
  }
  return siteFrom(base, pkg, { ...SITE, output: { folder: app.output, at: app.at }, fallback: app.page });
}

export const angularDetector: Detector = {
  name: "Angular",
  looksFor: "`@angular/core` among the dependencies of package.json, and an angular.json with an application",
  detect,
};
