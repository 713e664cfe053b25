import { own } from "../../lib/own.ts";
import type { Folder } from "../folder.ts";
import type { PackageJson } from "./package-json.ts";
import { membershipOf } from "./workspace.ts";

/** Programs that are not called like their package. */
const PROGRAMS: Record<string, string> = {
  nest: "@nestjs/cli",
  tsc: "typescript",
  dotenv: "dotenv-cli",
  "babel-node": "@babel/node",
  "remix-serve": "@remix-run/serve",
  "react-router-serve": "@react-router/serve",
  "react-router": "@react-router/dev",
  ng: "@angular/cli",
  sequelize: "sequelize-cli",
  "mikro-orm": "@mikro-orm/cli",
  "vue-cli-service": "@vue/cli-service",
};

const SCRIPT = /\b(?:npm|pnpm|yarn|bun)(?: run)? ([\w:.-]{1,60})/g;
const SETTINGS_FILE = /(?:^|\/)[\w.-]*\.config\.[cm]?[jt]s$|(?:^|\/)\.[^/]*$/;
const IMPORT = /(?:\bfrom\s{0,9}|\brequire\(\s{0,9}|\bimport\(?\s{0,9})["']((?:@[\w.-]{1,80}\/)?[\w.-]{1,80})/;
const TYPES_ONLY = /^[ \t]*(?:import|export)\s{1,9}type\b/;

/** The lines, and those of the scripts that they call, however far. */
function withCalled(lines: readonly string[], pkg: PackageJson): string[] {
  const all = new Set(lines);
  // What is added while it is walked through is walked through as well.
  for (const line of all) {
    for (const [, script] of line.matchAll(SCRIPT)) all.add(own(pkg.scripts, script ?? "") ?? "");
  }
  return [...all];
}

/** `tsx`, `npx tsx`, `node -r ts-node/register`: every word that is a package or a program of one. */
function packagesIn(line: string): string[] {
  return line.split(/[\s=;&|()"']+/).flatMap((part) => {
    const program = part.replace(/^.*node_modules\/\.bin\//, "");
    const name = /^(?:@[\w.-]{1,80}\/)?[\w.-]{1,80}/.exec(program)?.[0] ?? "";
    return [name, own(PROGRAMS, program) ?? ""];
  });
}

/** What only development is said to need, by the app and by the workspace around it. */
export function developmentOnly(folder: Folder, pkg: PackageJson): ReadonlySet<string> {
  const around = membershipOf(folder)?.workspace.pkg.development ?? new Set<string>();
  const isProduction = (name: string) => pkg.dependencies.has(name) && !pkg.development.has(name);
  return new Set([...pkg.development, ...around].filter((name) => !isProduction(name)));
}

/** The first of the packages that the lines call, also through a script. */
export function calledIn(lines: readonly string[], pkg: PackageJson, names: ReadonlySet<string>): string | null {
  return (
    withCalled(lines, pkg)
      .flatMap(packagesIn)
      .find((name) => names.has(name)) ?? null
  );
}

/** The first of the packages that the program's own files import, other than for types. */
export function importedBy(folder: Folder, names: ReadonlySet<string>): string | null {
  const files = folder.code.filter((file) => !SETTINGS_FILE.test(file));
  for (const { match, file } of folder.search(files, IMPORT)) {
    const name = match[1] ?? "";
    if (!names.has(name)) continue;
    const text = folder.read(file) ?? "";
    const lineStart = text.lastIndexOf("\n", match.index) + 1;
    if (!TYPES_ONLY.test(text.slice(lineStart, match.index))) return name;
  }
  return null;
}
