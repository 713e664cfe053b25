import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact } from "../plan.ts";
import type { PackageJson } from "./package-json.ts";
import { placeOf } from "./package-json.ts";
import { membershipOf } from "./workspace.ts";

/** How a TypeScript file is run that no script starts. `prepare` fetches a tool that the project does not bring. */
export type TypescriptStart = { command: string; prepare: string | null; facts: Fact[] };

/** What is more than types: Node takes types away, but writes no code for these. */
const NOT_ONLY_TYPES =
  /^[ \t]*(?:export[ \t]+)?(?:const[ \t]+)?enum[ \t]+\w|^[ \t]*(?:export[ \t]+)?(?:namespace|module)[ \t]+\w+[ \t]*\{|\bconstructor\([^)]{0,400}?\b(?:private|public|protected|readonly)[ \t]+\w|^[ \t]*@[A-Z]\w*\(|^[ \t]*import[ \t]+\w+[ \t]*=[ \t]*require\(/m;
/** `./router`: Node wants the name of the file as it is. */
const WITHOUT_EXTENSION = /\b(?:from|import)\s*\(?["'](\.{1,2}\/[^"'\n]{0,300})["']/g;
const WITH_EXTENSION = /\.(?:[cm]?[jt]s|json|node|wasm)$/;
const PATHS = /"(?:paths|baseUrl)"\s*:/;
const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Where no version of a tool is named by the project. */
const TSX = "tsx@4";
const TSX_FOLDER = ".tsx";

export const isTypescript = (file: string): boolean => TYPESCRIPT.test(file);

/** Node 22.18 and 24 run TypeScript by leaving the types out; images of 22 are newer than that. */
const stripsTypes = (node: string) => Number(node.split(".")[0]) >= 22;

/** Tools are fetched where the commands of a whole workspace begin; a part's program begins in its own folder. */
function toContext(folder: Folder): string {
  const member = membershipOf(folder)?.member.path;
  return member ? `${posix.relative(member, ".")}/` : "";
}

type Obstacle = { what: string; at: string | { file: string; line: number } };

/** Why Node alone does not run the project's TypeScript; `null` when it does. */
function obstacleOf(folder: Folder): Obstacle | null {
  const files = folder.code.filter(isTypescript);
  const jsx = files.find((file) => file.endsWith("x"));
  if (jsx) return { what: "JSX", at: jsx };
  const more = folder.find(files, NOT_ONLY_TYPES);
  if (more) return { what: `\`${more.match[0].trim().slice(0, 40)}\` is more than a type`, at: more };
  for (const hit of folder.search(files, WITHOUT_EXTENSION)) {
    const [, name = ""] = hit.match;
    const isMissing = !WITH_EXTENSION.test(name) || /\.[cm]?js$/.test(name);
    if (isMissing) return { what: `\`${name}\` is not a file's whole name`, at: hit };
  }
  const paths = folder.find(["tsconfig.json"], PATHS);
  return paths && { what: "names from `paths`", at: paths };
}

function withOwnTool(pkg: PackageJson, entry: string): TypescriptStart | null {
  for (const [tool, command] of [
    ["tsx", `tsx ${entry}`],
    ["ts-node", `ts-node ${entry}`],
    ["@swc-node/register", `node --import @swc-node/register/esm-register ${entry}`],
  ] as const) {
    if (!pkg.dependencies.has(tool)) continue;
    return { command, prepare: null, facts: [fact("runs TypeScript", tool, placeOf(pkg, tool))] };
  }
  return null;
}

/**
 * The project's own runner first, then Node itself where nothing but types has to go, and else tsx, which is fetched
 * into a folder beside the code.
 */
export function typescriptStart(folder: Folder, pkg: PackageJson, entry: string, node: string): TypescriptStart {
  const own = withOwnTool(pkg, entry);
  if (own) return own;
  const obstacle = stripsTypes(node) ? obstacleOf(folder) : { what: `Node ${node} runs no TypeScript`, at: entry };
  if (!obstacle) {
    const facts = [fact("runs TypeScript", `Node ${node} itself: only types have to be left out`, entry)];
    return { command: `node ${entry}`, prepare: null, facts };
  }
  return {
    command: `${toContext(folder)}${TSX_FOLDER}/node_modules/.bin/tsx ${entry}`,
    prepare: `npm install --prefix ${TSX_FOLDER} ${TSX}`,
    facts: [fact("runs TypeScript", `tsx, because ${obstacle.what}`, obstacle.at)],
  };
}

/** Where the compiler writes a source file to, by `tsconfig.json`. */
export function compiledFile(folder: Folder, entry: string): { file: string; line: number; output: string } | null {
  const outDir = folder.find(
    ["tsconfig.build.json", "tsconfig.json"],
    /"outDir"\s*:\s*"(?:\.\/)?([\w./-]{1,100}?)\/?"/,
  );
  const folderName = outDir?.match[1];
  if (!outDir || !folderName) return null;
  const root = folder.find(["tsconfig.build.json", "tsconfig.json"], /"rootDir"\s*:\s*"(?:\.\/)?([\w./-]{0,100}?)\/?"/)
    ?.match[1];
  const outside = folder.code.some(
    (file) => isTypescript(file) && !file.startsWith("src/") && !/\.config\./.test(file),
  );
  const base = root ?? (outside ? "" : "src");
  const inside = base !== "" && base !== "." && entry.startsWith(`${base}/`) ? entry.slice(base.length + 1) : entry;
  const output = `${folderName}/${inside.replace(/\.([cm]?)tsx?$/, ".$1js")}`;
  return { file: outDir.file, line: outDir.line, output };
}
