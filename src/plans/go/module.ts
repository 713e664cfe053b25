import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { Dependency } from "../readings/databases.ts";
import type { RuntimeReading, Wish } from "../readings/versions.ts";
import { runtimeFrom, toolVersion, versionFile } from "../readings/versions.ts";

/** The newest line; a compiler of today builds what was written for an older one. */
const NEWEST = "1.26";
/** From here on a module names the compiler that it wants; before, it named the language that it was written in. */
const FIRST_NAMED = 21;

const REQUIRE = /^[ \t]*(?:require[ \t]+)?([a-z0-9][\w.-]*\.[a-z]{2,}\/[^\s]{1,200})[ \t]+v\d[^\n]*$/gm;

/** A Go module: the folder's own, or the one around the folder. */
export type GoModule = {
  /** The folder in which commands run: the module's, or that of the workspace around it. */
  context: string;
  /** The module's folder as seen from there. */
  inContext: string;
  /** The folder as seen from the module. */
  inModule: string;
  name: string;
  isVendored: boolean;
  dependencies: Dependency[];
  version: RuntimeReading;
  manifests: string[];
};

/** `use ./api` and the lists in brackets, with the module files that the root has for them. */
function workspaceModules(root: Folder): string[] {
  const text = root.read("go.work") ?? "";
  const named = [...text.matchAll(/^[ \t]*(?:use[ \t]+)?(\.{1,2}(?:\/[\w./-]{0,200})?)[ \t]*(?:\/\/.*)?$/gm)];
  return named.map(([, path = ""]) => posix.normalize(path)).filter((path) => root.has(posix.join(path, "go.mod")));
}

/** A line without `// indirect`; other modules bring the rest. */
function dependenciesIn(folder: Folder, file: string): Dependency[] {
  return [...folder.search([file], REQUIRE)]
    .filter(({ match }) => !match[0].includes("// indirect"))
    .map((hit) => ({ name: (hit.match[1] ?? "").replace(/\/v\d+$/, ""), file: hit.file, line: hit.line }));
}

function wishOf(folder: Folder, file: string): Wish | null {
  const own = versionFile(folder, ".go-version") ?? toolVersion(folder, "golang") ?? toolVersion(folder, "go");
  if (own) return own;
  const hit = folder.find([file], /^toolchain[ \t]+go(\d[\w.]*)/m) ?? folder.find([file], /^go[ \t]+(\d[\w.]*)/m);
  return hit?.match[1] ? { value: hit.match[1], file: hit.file, line: hit.line } : null;
}

function versionOf(folder: Folder, file: string): RuntimeReading {
  const wish = wishOf(folder, file);
  const [, minor] = /^1\.(\d{1,3})/.exec(wish?.value ?? "") ?? [];
  return runtimeFrom("go", minor && Number(minor) >= FIRST_NAMED ? `1.${minor}` : NEWEST, wish);
}

function inWorkspace(folder: Folder): boolean {
  const { root } = folder;
  return root !== folder && root.has("go.work") && workspaceModules(root).includes(folder.path);
}

/** The files that fetching needs, when it needs no others. */
function manifestsOf(folder: Folder, context: string): string[] {
  if (context === folder.path) {
    const replaced = folder.find(["go.mod"], /=>[ \t]*\.{1,2}\//);
    return replaced ? [] : ["go.mod", "go.sum"].filter((file) => folder.has(file));
  }
  const { root } = folder;
  const modules = workspaceModules(root).flatMap((path) => [posix.join(path, "go.mod"), posix.join(path, "go.sum")]);
  return ["go.work", "go.work.sum", ...modules].filter((file) => root.has(file));
}

/** The module of a folder that has a `go.mod`, or that lies in the module at the source's root. */
export function readModule(folder: Folder): GoModule | null {
  const own = folder.has("go.mod");
  const module = own ? folder : folder.root;
  if (!module.has("go.mod")) return null;
  const up = own ? "" : `${posix.relative(folder.path, ".")}/`;
  const context = own && inWorkspace(folder) ? "." : module.path;
  const seen = <T extends { file: string }>(at: T): T => ({ ...at, file: `${up}${at.file}` });
  const version = versionOf(module, "go.mod");
  const runtime = version.runtime.from === "default" ? version.runtime : seenFrom(up, version.runtime);
  return {
    context,
    inContext: context === module.path ? "." : posix.relative(context, module.path),
    inModule: own ? "." : folder.path,
    name: /^module[ \t]+(\S+)/m.exec(module.read("go.mod") ?? "")?.[1] ?? "",
    isVendored: module.has("vendor/modules.txt"),
    dependencies: dependenciesIn(module, "go.mod").map(seen),
    version: { runtime, facts: version.facts.map(seen) },
    manifests: manifestsOf(module, context),
  };
}

const seenFrom = <T extends { from: string }>(up: string, runtime: T): T => ({
  ...runtime,
  from: `${up}${runtime.from}`,
});
