import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { isForDevelopment } from "../javascript/development.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import { frameworkOf, javascriptBase } from "../javascript/project.ts";

type Place = { file: string; line: number };

/** What people install on their own machines, by the dependency that makes it. */
const BY_DEPENDENCY: Record<string, string> = {
  wxt: "a browser extension",
  plasmo: "a browser extension",
  "@crxjs/vite-plugin": "a browser extension",
  "vite-plugin-web-extension": "a browser extension",
  "@figma/plugin-typings": "a plugin for Figma",
  obsidian: "a plugin for Obsidian",
  "@raycast/api": "an extension for Raycast",
};

const ELECTRON = /\belectron(?:-\w{1,20})?\b/;
const WEB_BUILD = /^(?:build|deploy)[:-]web$|^web[:-]build$/;
const MANIFESTS = ["manifest.json", "public/manifest.json", "src/manifest.json", "static/manifest.json"];
const IS_MANIFEST = /"manifest_version"\s{0,9}:\s{0,9}[23]\b/;

/** Electron is its own start; a project that also starts or builds for the web is something else besides. */
function desktopPlace(pkg: PackageJson): Place | null {
  if (!pkg.dependencies.has("electron")) return null;
  const lines = Object.entries(pkg.scripts);
  const start = pkg.scripts.start ?? "";
  const startsOther = start !== "" && !ELECTRON.test(start) && !isForDevelopment(start) && !/^npm run /.test(start);
  if (startsOther || lines.some(([name]) => WEB_BUILD.test(name))) return null;
  return lines.some(([, line]) => ELECTRON.test(line)) ? placeOf(pkg, "electron") : null;
}

/** Pages are shown by phones alone, where nothing turns them into a site. */
function phonePlace(folder: Folder, pkg: PackageJson): Place | null {
  const forWeb = pkg.dependencies.has("react-native-web") || pkg.dependencies.has("next");
  const isApp = pkg.dependencies.has("react-native") && folder.firstOf("app.json", "app.config.ts", "app.config.js");
  if (forWeb || !isApp || /"web"\s{0,9}:\s{0,9}\{/.test(folder.read("app.json") ?? "")) return null;
  return placeOf(pkg, "react-native");
}

function kindOf(folder: Folder, pkg: PackageJson): { what: string; at: Place } | null {
  const found = Object.entries(BY_DEPENDENCY).find(([name]) => pkg.dependencies.has(name));
  if (found) return { what: found[1], at: placeOf(pkg, found[0]) };
  if (pkg.engines.vscode) return { what: "an extension for VS Code", at: pkg.at("engines", "vscode") };
  const manifest = folder.find(MANIFESTS, IS_MANIFEST);
  if (manifest) return { what: "a browser extension", at: manifest };
  const desktop = desktopPlace(pkg);
  if (desktop) return { what: "a desktop program (Electron)", at: desktop };
  const phone = phonePlace(folder, pkg);
  return phone && { what: "an app for phones (React Native)", at: phone };
}

const problem = (what: string) => ({
  title: `This is ${what}: it runs on its users' own machines, and there is nothing in it for a server.`,
  fix: "Publish it where its users install it from. A site or an API beside it is deployed from its own folder.",
});

const METEOR = ".meteor/release";
const NEEDS_METEOR = {
  title: "Meteor builds this project with a tool of its own, which npm does not install.",
  fix: "Add a Dockerfile that runs `meteor build` and starts `node main.js` in the bundle.",
};

const undeployable = (folder: Folder, pkg: PackageJson): Draft => ({
  ...javascriptBase(folder, pkg, "node"),
  ...{ kind: "server", build: null, start: null, port: 3000, health: "/", hooks: {} },
});

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg) return null;
  if (folder.has(METEOR)) {
    const findings = [finding("error", "other-tool", NEEDS_METEOR, { file: METEOR, line: 1 })];
    return { ...undeployable(folder, pkg), framework: "Meteor", findings };
  }
  const found = frameworkOf(pkg).framework === null ? kindOf(folder, pkg) : null;
  if (!found) return null;
  const findings = [finding("error", "not-for-servers", problem(found.what), found.at)];
  return { ...undeployable(folder, pkg), findings };
}

export const notForServersDetector: Detector = {
  name: "what no server runs",
  looksFor:
    "a package.json of a desktop program (Electron), a browser's or an editor's extension, an app for phones, or Meteor's",
  detect,
};
