import { own } from "../../lib/own.ts";
import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { readPackage } from "../javascript/package-json.ts";
import { javascriptBase } from "../javascript/project.ts";

const FOLDERS = ["", "public/", "dist/", "build/", "site/", "www/", "docs/"];

/** What only turns style sheets and scripts beside a page into others; where that page is stays as it is. */
const MAKES_ASSETS =
  /\b(?:tailwindcss|@tailwindcss\/cli|postcss|sass|node-sass|lessc|stylus|esbuild|uglifyjs|terser|cleancss)\b/;

/** Pages whose style sheets or scripts are made by a script of the package. */
function withAssets(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  const line = pkg?.scripts.build;
  const index = folder.firstOf(...[...FOLDERS, "src/", "app/"].map((name) => `${name}index.html`));
  if (!pkg || !line || !index || !calledIn(line, pkg.scripts).some((one) => MAKES_ASSETS.test(one))) return null;
  const base = javascriptBase(folder, pkg, "node");
  const output = folderOf(index);
  const facts = [...base.facts, fact("output", output, index)];
  return { ...base, hooks: {}, kind: "static", language: "html", output, facts };
}

const CALLS = /\b(?:npm run|npm-run-all2?|run-s|run-p|yarn|pnpm|bun run) ([\w:. *-]{1,200})/g;

/** A script's line with those that it calls. */
function calledIn(line: string, scripts: PackageJson["scripts"]): string[] {
  const names = [...line.matchAll(CALLS)].flatMap(([, called]) => (called ?? "").split(" "));
  return [line, ...names.flatMap((name) => own(scripts, name) ?? [])];
}

const folderOf = (index: string) => (index === "index.html" ? "." : index.slice(0, -"/index.html".length));

function detect(folder: Folder): Draft | null {
  const built = withAssets(folder);
  if (built) return built;
  const index = folder.firstOf(...FOLDERS.map((name) => `${name}index.html`));
  if (!index) return null;
  const output = folderOf(index);
  return {
    kind: "static",
    language: "html",
    runtime: { name: "static", version: "", from: index },
    output,
    facts: [fact("output", output, index)],
  };
}

export const staticDetector: Detector = {
  name: "static HTML",
  looksFor:
    "an index.html in the folder itself or in public, dist, build, site, www or docs; also one whose style sheets a script makes",
  detect,
};
