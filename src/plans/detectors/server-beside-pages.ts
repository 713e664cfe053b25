import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { fileOf } from "../javascript/development.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { readPackage } from "../javascript/package-json.ts";
import { frameworkOf } from "../javascript/project.ts";
import { startsProgram } from "../javascript/static-site.ts";
import { serverDraft } from "./node-server.ts";

/** What builds pages for browsers, whose start script shows them to developers. */
const BUILDERS = ["react-scripts", "vite", "@vue/cli-service", "@angular/core", "webpack", "parcel"];
const SCRIPTS = ["server", "start:server", "server:start", "serve:prod", "prod", "production", "backend", "api"];
const SERVES_PAGES = /\bexpress\.static\(|\bserveStatic\(|\bsirv\(|\bsendFile\(|@fastify\/static|\bkoa-static\b/;

const beside = (script: string) => ({
  title: `The start script shows pages to developers only; the script \`${script}\` answers with what was built.`,
  fix: "The plan runs that one. To serve the pages as files alone, choose a static site with their folder.",
});

/** A script that runs a file, which hands out the built pages. */
function serverScript(folder: Folder, pkg: PackageJson): { script: string; file: string } | null {
  for (const script of SCRIPTS) {
    const line = pkg.scripts[script] ?? "";
    const file = fileOf(line);
    if (file && /\bnode\b/.test(line) && folder.find([file], SERVES_PAGES)) return { script, file };
  }
  return null;
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg || startsProgram(pkg) || !BUILDERS.some((name) => pkg.dependencies.has(name))) return null;
  const { framework } = frameworkOf(pkg);
  const found = framework && serverScript(folder, pkg);
  if (!found) return null;
  const started = { ...pkg, scripts: { ...pkg.scripts, start: `node ${found.file}` }, at: placesOf(pkg, found.script) };
  const draft = serverDraft(folder, started, "node");
  const problem = finding("info", "server-beside-pages", beside(found.script), pkg.at("scripts", found.script));
  return draft && { ...draft, findings: [...(draft.findings ?? []), problem] };
}

/** Where the script stands that is run in place of `start`. */
const placesOf =
  (pkg: PackageJson, script: string): PackageJson["at"] =>
  (...keys) =>
    keys.join(".") === "scripts.start" ? pkg.at("scripts", script) : pkg.at(...keys);

export const serverBesidePagesDetector: Detector = {
  name: "a server beside pages",
  looksFor: "a script such as `server` whose program hands out the pages that Vite or Create React App built",
  detect,
};
