import { posix } from "node:path";
import type { Folder, Hit } from "../folder.ts";

/** A `package main` with its `func main`: one program. `path` is relative to the folder, `.` for the folder itself. */
export type GoProgram = { path: string; name: string; listens: Hit | null; at: Hit };

const MAIN = /^func main\(\)/m;
const PACKAGE_MAIN = /^package main\b/m;
const LISTENS =
  /\bListenAndServe(?:TLS)?\(|\bnet\.Listen\(|\.(?:Run|Start|Listen)\([^)\n]{0,120}(?::\d|[Pp]ort|PORT|[Aa]ddr)|\b(?:r|router|engine|g)\.Run\(\)|\.Serve\(|http\.Server\{/;
/** Names of programs that answer requests, best first. */
const SERVERS = ["server", "web", "api", "app", "http", "main", "service", "backend", "gateway", "site"];
export const WORKERS = /^(?:[\w-]{0,40}-)?(?:worker|workers|consumer|scheduler|cron|queue|jobs|bot|processor)$/;
/** Tools for whoever works on the project. */
const TOOLS =
  /^(?:[\w-]{0,40}-)?(?:migrate|migrations?|seed|seeder|gen|generate|generator|cli|tools?|ctl|client|bench|loadtest|example|debug|lint|scripts?)$/;

const lastPart = (path: string) => path.split("/").at(-1) ?? "";

/** A program's name is its folder's, or the module's; a version at the end of a module is none. */
function nameOf(path: string, moduleName: string): string {
  const name = lastPart(path === "." ? moduleName.replace(/\/v\d+$/, "") : path).replace(/[^\w.-]/g, "");
  return name === "" || name === "." || name === ".." ? "app" : name;
}

/** Its own files and those of the packages of the module that it might import: near enough. */
function listensIn(folder: Folder, path: string, goFiles: readonly string[]): Hit | null {
  const own = goFiles.filter((file) => posix.dirname(file) === path);
  return folder.find(own, LISTENS);
}

export function goPrograms(folder: Folder, moduleName: string): GoProgram[] {
  const goFiles = folder.code.filter((file) => file.endsWith(".go"));
  return [...folder.search(goFiles, MAIN)]
    .filter(({ file }) => PACKAGE_MAIN.test(folder.read(file) ?? ""))
    .filter(({ file }) => !/^(?:tools?|scripts?|hack|internal\/tools)\//.test(file))
    .filter(({ file }) => !/^\/\/go:build[ \t]+ignore/m.test((folder.read(file) ?? "").slice(0, 2_000)))
    .map((at) => {
      const path = posix.dirname(at.file);
      return { path, name: nameOf(path, moduleName), listens: listensIn(folder, path, goFiles), at };
    });
}

function rank({ path, name, listens }: GoProgram, moduleName: string): number[] {
  const known = SERVERS.indexOf(name);
  const isModule = name === nameOf(".", moduleName);
  return [
    TOOLS.test(name) || WORKERS.test(name) ? 1 : 0,
    listens ? 0 : 1,
    path === "." ? 0 : 1,
    isModule ? 0 : known === -1 ? SERVERS.length : known + 1,
    path.split("/").length,
  ];
}

/** The program that is served: one that listens, the module's own, or the one with the best name. */
export function bestProgram(programs: readonly GoProgram[], moduleName: string): GoProgram | null {
  const ranked = programs.map((program) => ({ program, rank: rank(program, moduleName) }));
  ranked.sort((a, b) => a.rank.map((value, index) => value - (b.rank[index] ?? 0)).find((order) => order !== 0) ?? 0);
  return ranked[0]?.program ?? null;
}
