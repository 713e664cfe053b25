import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { Fact, Finding, PlanProcess } from "../plan.ts";
import { dataServer } from "./data-server.ts";
import { fileOf, isForDevelopment } from "./development.ts";
import type { PackageJson } from "./package-json.ts";
import { processOf, togetherOf } from "./together.ts";
import { compiledFile, isTypescript, typescriptStart } from "./typescript-entry.ts";

export type Start = {
  command: string;
  facts: Fact[];
  findings?: Finding[];
  prepare?: string | null;
  processes?: PlanProcess[];
};

export type Program = { name: "node" | "bun"; version: string };

type Place = { file: string; line: number };

const ENTRY_NAMES = ["server", "app", "index", "main"];
const BOT_NAMES = ["bot"];
const ENTRY_FOLDERS = ["", "src/", "server/"];
const EXTENSIONS = { node: ["js", "mjs", "cjs", "ts", "mts", "cts"], bun: ["ts", "tsx", "js", "mjs"] };
const START_SCRIPTS = ["start:prod", "start:production", "start"];

/** One command without anything that only a shell or the package manager would add. */
const SIMPLE = /^[\w@./:=-]+(?: [\w@./:=,-]+)*$/;

const LEAVES = /^(?:npx )?(?:pm2 start\b(?!.{0,200}--no-daemon)|forever start\b)/;
const TOGETHER = /^(?:npx )?(?:concurrently|npm-run-all2?|run-p)\b/;
const CALLED = /(?:\bnpm run |\bnpm:|\byarn (?:run )?|\bpnpm (?:run )?|\bbun run )([\w:.-]{1,60})/g;

export const entryFiles = (runtime: "node" | "bun"): string[] =>
  ENTRY_FOLDERS.flatMap((folder) =>
    [...ENTRY_NAMES, ...BOT_NAMES].flatMap((name) =>
      EXTENSIONS[runtime].map((extension) => `${folder}${name}.${extension}`),
    ),
  );

/** A script's own line where that means the same, so that signals reach the program and not a package manager. */
function scriptLine(pkg: PackageJson, script: string, manager: string): string {
  const line = pkg.scripts[script] ?? "";
  const alone = pkg.scripts[`pre${script}`] === undefined && pkg.scripts[`post${script}`] === undefined;
  return alone && SIMPLE.test(line) ? line : `${manager} run ${script}`;
}

/** Starts several scripts at once, at least one of them for development. */
function isForDevelopmentTogether({ scripts }: PackageJson, line: string): boolean {
  if (!TOGETHER.test(line)) return false;
  return [...line.matchAll(CALLED)].some(([, name]) => isForDevelopment(own(scripts, name ?? "") ?? ""));
}

const isPassedOver = (pkg: PackageJson, line: string) =>
  isForDevelopment(line) || LEAVES.test(line) || isForDevelopmentTogether(pkg, line);

/** pm2 leaves its programs running in the background and ends, and a container ends with it; pm2-runtime stays. */
function inForeground(pkg: PackageJson, line: string): string | null {
  const rest = /^(?:npx )?pm2 start (.{1,200})$/.exec(line)?.[1];
  return rest && SIMPLE.test(line) && pkg.dependencies.has("pm2") ? `pm2-runtime start ${rest}` : null;
}

/** A line that starts as it stands, or with a change that keeps it in the container and within reach. */
const keptLine = (pkg: PackageJson, line: string) => inForeground(pkg, line) ?? dataServer(line);

/** `null` when the start script is missing or only starts a development server. */
export function startScript(pkg: PackageJson, manager: string): Start | null {
  for (const script of START_SCRIPTS) {
    const line = pkg.scripts[script];
    const kept = line && keptLine(pkg, line);
    if (!line || (!kept && isPassedOver(pkg, line))) continue;
    const facts = [fact("start", line, pkg.at("scripts", script))];
    const together = togetherOf(pkg, line);
    if (!together) return { command: kept || scriptLine(pkg, script, manager), facts };
    const processes = together.others.map((name) => processOf(name, scriptLine(pkg, name, manager)));
    return { command: scriptLine(pkg, together.web, manager), facts, processes };
  }
  return null;
}

const replaced = (line: string, command: string) => ({
  title: LEAVES.test(line)
    ? `The start script leaves the program in the background and ends: \`${line.slice(0, 100)}\`.`
    : `The start script is for development: \`${line.slice(0, 100)}\`.`,
  fix: `The plan runs \`${command}\` in its place. If that is wrong, set the start command.`,
});

/** What to say when a start script was passed over because it is for development only. */
export function replacedStart(pkg: PackageJson, command: string): Finding[] {
  const script = START_SCRIPTS.find((name) => pkg.scripts[name] !== undefined);
  const line = script && pkg.scripts[script];
  if (!script || !line || keptLine(pkg, line) || !isPassedOver(pkg, line)) return [];
  return [finding("warning", "development-start", replaced(line, command), pkg.at("scripts", script))];
}

/** The file that the program begins with, as far as it is named or has a usual name. */
function entryOf(folder: Folder, pkg: PackageJson, runtime: "node" | "bun"): { file: string; at: Place } | null {
  const main = pkg.main?.replace(/^\.\//, "");
  if (main && folder.has(main)) return { file: main, at: pkg.at("main") };
  for (const script of ["start", "server", "dev", "start:dev", "develop"]) {
    const file = fileOf(pkg.scripts[script] ?? "");
    if (file && folder.has(file)) return { file, at: pkg.at("scripts", script) };
  }
  const entry = folder.firstOf(...entryFiles(runtime));
  return entry ? { file: entry, at: { file: entry, line: 0 } } : null;
}

const hasBuild = (pkg: PackageJson) => pkg.scripts.build !== undefined;

/** What `main` names is written by the build, so it is not there yet. */
function builtMain(folder: Folder, pkg: PackageJson, runtime: string): Start | null {
  const main = pkg.main?.replace(/^\.\//, "");
  if (!hasBuild(pkg) || !main || folder.has(main) || !/^(?:dist|build|out|lib|output)\/.*\.[cm]?js$/.test(main))
    return null;
  return { command: `${runtime} ${main}`, facts: [fact("start", main, pkg.at("main"))] };
}

function startOfEntry(folder: Folder, pkg: PackageJson, runtime: Program): Start | null {
  const entry = entryOf(folder, pkg, runtime.name);
  if (!entry) return null;
  const facts = [fact("start", entry.file, entry.at)];
  if (runtime.name === "bun" || !isTypescript(entry.file)) return { command: `${runtime.name} ${entry.file}`, facts };
  const compiled = hasBuild(pkg) ? compiledFile(folder, entry.file) : null;
  if (compiled)
    return { command: `node ${compiled.output}`, facts: [...facts, fact("output", compiled.output, compiled)] };
  const typescript = typescriptStart(folder, pkg, entry.file, runtime.version);
  return { ...typescript, facts: [...facts, ...typescript.facts] };
}

/** From the start script, else `main`, else a file that another script runs or that has one of the usual names. */
export function startOf(folder: Folder, pkg: PackageJson, runtime: Program, manager: string): Start | null {
  const start = startScript(pkg, manager) ?? builtMain(folder, pkg, runtime.name) ?? startOfEntry(folder, pkg, runtime);
  return start && { ...start, findings: replacedStart(pkg, start.command) };
}
