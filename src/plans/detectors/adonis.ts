import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { frameworkBase, serverOf } from "../javascript/framework.ts";
import { readPackage } from "../javascript/package-json.ts";

const MIGRATION = /^database\/migrations\/[^/]+\.ts$/;
const ADONIS = {
  name: "AdonisJS",
  dependency: "@adonisjs/core",
  build: "node ace build",
  node: [
    [7, "24.0.0"],
    [6, "20.6.0"],
  ],
} as const;

/** What is built stands in `build/` and is a project of its own: commands run there, on JavaScript. */
function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  if (!pkg?.dependencies.has("@adonisjs/core") || !folder.firstOf("ace.js", "ace", "adonisrc.ts", ".adonisrc.json"))
    return null;
  const read = frameworkBase(folder, pkg, ADONIS);
  const entry = folder.has("bin/server.ts") ? "bin/server" : "server";
  const migration = pkg.dependencies.has("@adonisjs/lucid") && folder.files.find((file) => MIGRATION.test(file));
  const migrate = "node build/ace.js migration:run --force";
  const base = {
    ...read,
    hooks: migration ? { ...read.hooks, beforeSwitch: migrate } : read.hooks,
    facts: [
      ...read.facts,
      fact("start", entry, folder.firstOf(`${entry}.ts`, "package.json") ?? ""),
      ...(migration ? [fact("release", migrate, migration)] : []),
    ],
  };
  return serverOf(folder, pkg, base, { start: `HOST=0.0.0.0 node build/${entry}.js`, port: 3333, bundled: true });
}

export const adonisDetector: Detector = {
  name: "AdonisJS",
  looksFor: "`@adonisjs/core` among the dependencies of package.json, and ace.js",
  detect,
};
