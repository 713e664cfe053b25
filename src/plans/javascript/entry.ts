import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import type { PackageJson } from "./package-json.ts";

export type Start = { command: string; facts: Fact[] };

const ENTRY_NAMES = ["server", "app", "index", "main"];
const ENTRY_FOLDERS = ["", "src/"];
const EXTENSIONS = { node: ["js", "mjs", "cjs"], bun: ["ts", "tsx", "js", "mjs"] };

/** One command without anything that only a shell or the package manager would add. */
const SIMPLE = /^[\w@./:=-]+(?: [\w@./:=,-]+)*$/;
const DEVELOPMENT_ONLY =
  /^(?:npx )?(?:vite|webpack|parcel|react-scripts|vue-cli-service|ng|astro dev|next dev|nodemon)\b/;

export const entryFiles = (runtime: "node" | "bun"): string[] =>
  ENTRY_FOLDERS.flatMap((folder) =>
    ENTRY_NAMES.flatMap((name) => EXTENSIONS[runtime].map((extension) => `${folder}${name}.${extension}`)),
  );

/** A script's own line where that means the same, so that signals reach the program and not a package manager. */
function scriptLine(pkg: PackageJson, script: string, manager: string): string {
  const line = pkg.scripts[script] ?? "";
  const alone = pkg.scripts[`pre${script}`] === undefined && pkg.scripts[`post${script}`] === undefined;
  return alone && SIMPLE.test(line) ? line : `${manager} run ${script}`;
}

/** `null` when the start script is missing or only starts a development server. */
export function startScript(pkg: PackageJson, manager: string): Start | null {
  for (const script of ["start:prod", "start"]) {
    const line = pkg.scripts[script];
    if (!line || DEVELOPMENT_ONLY.test(line)) continue;
    return { command: scriptLine(pkg, script, manager), facts: [fact("start", line, pkg.at("scripts", script))] };
  }
  return null;
}

/** From the start script, else `main`, else a file with one of the usual names. */
export function startOf(folder: Folder, pkg: PackageJson, runtime: "node" | "bun", manager: string): Start | null {
  const script = startScript(pkg, manager);
  if (script) return script;
  const main = pkg.main?.replace(/^\.\//, "");
  if (main && folder.has(main)) {
    return { command: `${runtime} ${main}`, facts: [fact("start", main, pkg.at("main"))] };
  }
  const entry = folder.firstOf(...entryFiles(runtime));
  return entry ? { command: `${runtime} ${entry}`, facts: [fact("start", entry, entry)] } : null;
}
