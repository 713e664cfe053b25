import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { foldersAbove } from "../folders-above.ts";

/** Folders that only those who work on the project read. */
const DEVELOPMENT =
  /^(?:\.[^/]*|docs?|tests?|testdata|e2e|examples?|scripts?|hack|tools?|vendor|node_modules|target|benches|fixtures|deploy(?:ments?)?|k8s|helm|charts?|terraform|infra|docker|ci|build|bin|coverage|tmp|proto|third_party|api-docs)$/;
const DEVELOPMENT_FILE =
  /^(?:\..*|readme.*|license.*|copying.*|changelog.*|contributing.*|makefile|justfile|taskfile.*|dockerfile.*|(?:docker-)?compose.*|procfile|go\.(?:mod|sum|work|work\.sum)|cargo\.(?:toml|lock)|rust-toolchain.*|rustfmt.*|clippy.*|build\.rs|package(?:-lock)?\.json|fly\.toml|render\.yaml|vercel\.json|netlify\.toml|heroku\.yml|app\.json|railway\..*|nixpacks\.toml|railpack\.json|renovate\.json|sqlc\.ya?ml|buf\..*|air\.toml|diesel\.toml|autostack\.ya?ml|.*\.(?:log|md|nix|sh|go|rs))$/i;

/** Of a source that is compiled, nothing is read any more when it runs. */
type Compiled = { source: RegExp; embedded: readonly string[] };

function foldersWith(files: readonly string[], pattern: RegExp): Set<string> {
  const found = new Set<string>();
  for (const file of files) {
    if (!pattern.test(file)) continue;
    for (const at of foldersAbove(file)) {
      if (at === "." || found.has(at)) break;
      found.add(at);
    }
  }
  return found;
}

/** The outermost folder around a file that has no source in it. */
function outermost(file: string, withSource: ReadonlySet<string>): string | null {
  const parts = file.split("/").slice(0, -1);
  for (let length = 1; length <= parts.length; length++) {
    const path = parts.slice(0, length).join("/");
    if (!withSource.has(path)) return path;
  }
  return null;
}

const isDevelopment = (path: string) => path.split("/").some((part) => DEVELOPMENT.test(part));
const isPlain = (path: string) => /^[\w./@+-]{1,200}$/.test(path);

/**
 * What a compiled program may read when it runs: every folder without source in it and every loose file, apart from
 * what only developers use. A file too many costs its size; a template too few costs every page, so in doubt it goes along.
 */
export function readAtRunTime(folder: Folder, { source, embedded }: Compiled): string[] {
  const withSource = foldersWith(folder.files, source);
  const kept = new Set<string>();
  for (const file of folder.files) {
    if (!file.includes("/")) {
      if (!DEVELOPMENT_FILE.test(file) && isPlain(file)) kept.add(file);
      continue;
    }
    const path = outermost(file, withSource);
    if (path && isPlain(path) && !isDevelopment(path)) kept.add(path);
  }
  const isEmbedded = (path: string) => embedded.some((one) => path === one || path.startsWith(`${one}/`));
  return [...kept].filter((path) => !isEmbedded(path)).sort();
}

/**
 * A part of a workspace that has files of its own looks for them from its own folder, unless its code names them from
 * the workspace's root.
 */
export function startedBeside(folder: Folder, context: string, files: readonly string[], binary: string): string {
  const inContext = posix.relative(context, folder.path);
  if (inContext === "" || files.length === 0) return `./${binary}`;
  if (folder.code.some((file) => folder.read(file)?.includes(`${inContext}/`))) return `./${binary}`;
  return `cd ${inContext} && ${posix.relative(inContext, binary)}`;
}
