import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { finding } from "../folder.ts";
import { DEFAULT_NODE } from "../javascript/node-version.ts";
import { readPackage } from "../javascript/package-json.ts";
import { javascriptBase } from "../javascript/project.ts";

const NO_START = {
  title: "package.json has no start script, and no server.js, app.js or index.js was found.",
  fix: 'Add a script such as `"start": "node server.js"`, or set the start command in the plan.',
};

const BROKEN = {
  title: "package.json is not valid JSON.",
  fix: "Mend the file: `npm pkg get name` says where it breaks.",
};

const NODE = { name: "node", version: DEFAULT_NODE, from: "default" };

/** Last of all: JavaScript for sure, but nothing that could be started. The plan says what is missing. */
function detect(folder: Folder): Draft | null {
  if (!folder.has("package.json")) return null;
  const pkg = readPackage(folder);
  if (!pkg) {
    const findings = [finding("error", "broken-package-json", BROKEN, { file: "package.json", line: 0 })];
    return { kind: "server", language: "javascript", runtime: NODE, port: 3000, health: "/", findings };
  }
  // The root of a workspace is not an app itself; its parts are looked at one by one.
  if (pkg.hasWorkspaces) return null;
  const base = javascriptBase(folder, pkg, "node");
  const findings = [...base.findings, finding("error", "no-start", NO_START, pkg.at("scripts"))];
  return { ...base, kind: "server", port: 3000, health: "/", findings };
}

export const packageWithoutStartDetector: Detector = {
  name: "a package without a start",
  looksFor: "any other package.json",
  detect,
};
