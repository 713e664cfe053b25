import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import type { Finding } from "../plan.ts";
import type { Dependency } from "../readings/databases.ts";
import type { Wish } from "../readings/versions.ts";

/** What the files of Maven or Gradle say of one program. Places are relative to the folder that was asked about. */
export type JvmBuild = {
  tool: "maven" | "gradle";
  /** The folder of the program itself; the asked one, or the one module of it that is a program. */
  module: Folder;
  /** The folder in which the build runs: where the root of all modules is. */
  root: Folder;
  file: string;
  line: number;
  /** `group:artifact` */
  dependencies: Dependency[];
  plugins: Dependency[];
  version: Wish | null;
  outcome: Outcome;
  findings: Finding[];
};

/** What a build leaves behind that can be started. Paths are relative to the build's root. */
export type Outcome = {
  /** The line that makes it. */
  build: string;
  ship: string[];
  /** What stands behind `java …`, or a script of its own that calls Java. */
  start: { java: string } | { script: string } | null;
};

export const has = ({ dependencies }: Pick<JvmBuild, "dependencies">, pattern: RegExp): Dependency | null =>
  dependencies.find(({ name }) => pattern.test(name)) ?? null;

export const hasPlugin = ({ plugins }: Pick<JvmBuild, "plugins">, pattern: RegExp): Dependency | null =>
  plugins.find(({ name }) => pattern.test(name)) ?? null;

/** A folder that can stand in commands as it is. */
export const isPlainPath = (path: string): boolean => /^[\w./@+-]{0,300}$/.test(path);

/** A file of another folder as the asked folder sees it. */
export const seenFrom = (from: Folder, of: Folder, file: string): string =>
  posix.relative(from.path, posix.join(of.path, file)) || file;

const NOT_THE_PROGRAM = ["*-plain.jar", "*-sources.jar", "*-javadoc.jar", "*-tests.jar", "original-*.jar"];

/** The one jar of a folder that is the program, under a name that does not change with its version. */
export function copyJar(folder: string, name: string): string {
  const others = NOT_THE_PROGRAM.map((pattern) => `! -name '${pattern}'`).join(" ");
  return `find ${folder} -maxdepth 1 -name '${name}' ${others} -exec cp {} app.jar ';' && test -f app.jar`;
}
