import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { foldersAbove } from "../folders-above.ts";
import type { Dependency } from "../readings/databases.ts";
import { isTable, readToml } from "../readings/toml.ts";
import type { Wish } from "../readings/versions.ts";
import { lineAt } from "../text-search.ts";

const BUILD_FILES = ["build.gradle.kts", "build.gradle"];
const SETTINGS_FILES = ["settings.gradle.kts", "settings.gradle"];
const CATALOG = "gradle/libs.versions.toml";

/** What a scan reads of one Gradle project. */
export type GradleProject = {
  folder: Folder;
  file: string;
  plugins: Dependency[];
  dependencies: Dependency[];
  version: Wish | null;
};

// A plugin that the root only makes known to its parts says `apply false` on its line.
const PLUGIN_ID = /\bid[ \t]{0,9}\(?[ \t]{0,9}["']([\w.-]{1,100})["'][^\n]{0,200}/g;
const KOTLIN_PLUGIN = /\bkotlin\(["']([\w.-]{1,60})["']\)[^\n]{0,200}/g;
const ALIAS = /\balias[ \t]{0,9}\(?[ \t]{0,9}libs\.plugins\.([\w.]{1,100})[^\n]{0,200}/g;
const APPLY = /\bapply[ \t]{0,9}\(?[ \t]{0,9}plugin[ \t]{0,9}[:=][ \t]{0,9}["']([\w.-]{1,100})["']/g;
const BARE = /^[ \t]{0,20}`?(application|java|war)`?[ \t]{0,9}$/gm;
const NAMED =
  /\b(?:implementation|api|runtimeOnly|compileOnly|compile|developmentOnly)[ \t]{0,9}\(?[ \t]{0,9}(?:platform\([ \t]{0,9})?["']([\w.-]{1,100}:[\w.-]{1,100})/g;
const FROM_CATALOG = /\b(?:implementation|api|runtimeOnly|compileOnly)[ \t]{0,9}\(?[ \t]{0,9}libs\.([\w.]{1,100})/g;
const VERSIONS = [
  /\bJavaLanguageVersion\.of\([ \t]{0,9}["']?(\d{1,2})/,
  /\bjvmToolchain\([ \t]{0,9}(\d{1,2})/,
  /\b(?:source|target)Compatibility[ \t]{0,9}=?[ \t]{0,9}(?:JavaVersion\.(?:VERSION_|toVersion\()?)?["']?([\d._]{1,6})/,
  /\bJvmTarget\.JVM_(\d{1,2})/,
];
const INCLUDE = /\binclude[ \t]{0,9}\(?((?:[\s,]{0,20}["'][\w:./-]{1,100}["']){1,200})/g;
const ROOT_NAME = /\brootProject\.name[ \t]{0,9}=[ \t]{0,9}["']([\w .-]{1,100})["']/;

/** `spring-boot` is reached as `libs.plugins.spring.boot`. */
const accessor = (name: string) => name.replaceAll(/[-_]/g, ".");

function catalogEntries(root: Folder, table: "plugins" | "libraries"): Map<string, string> {
  const entries = Object.entries(readToml(root, CATALOG)?.table(table) ?? {});
  return new Map(
    entries.flatMap(([name, value]) => {
      const id = idOf(value);
      return id ? [[accessor(name), id] as const] : [];
    }),
  );
}

function idOf(value: unknown): string | null {
  if (typeof value === "string") return value.split(":").slice(0, 2).join(":");
  if (!isTable(value)) return null;
  const { id, module, group, name } = value;
  if (typeof id === "string") return id;
  if (typeof module === "string") return module;
  return typeof group === "string" && typeof name === "string" ? `${group}:${name}` : null;
}

function matches(text: string, file: string, pattern: RegExp, nameOf: (found: string) => string | null): Dependency[] {
  return [...text.matchAll(pattern)].flatMap((match) => {
    const name = /\bapply(?:[ \t]|\()+false\b/.test(match[0]) ? null : nameOf(match[1] ?? "");
    return name ? [{ name, file, line: lineAt(text, match.index) }] : [];
  });
}

const same = (name: string) => name;

function versionOf(folder: Folder, file: string): Wish | null {
  for (const pattern of VERSIONS) {
    const hit = folder.find([file], pattern);
    const value = hit?.match[1]?.replaceAll("_", ".");
    if (hit && value) return { value, file, line: hit.line };
  }
  return null;
}

/** Without what stands in comments, but with every line where it was. */
const withoutComments = (text: string) => text.replace(/^[ \t]{0,40}\/\/[^\n]{0,1000}/gm, "");

const READ = new WeakMap<Folder, GradleProject | null>();

export function readGradleProject(folder: Folder, root: Folder): GradleProject | null {
  const known = READ.get(folder);
  if (known !== undefined) return known;
  const file = folder.firstOf(...BUILD_FILES);
  const text = file && folder.read(file);
  const project = file && text !== null ? toProject(folder, root, file, withoutComments(text)) : null;
  READ.set(folder, project);
  return project;
}

function toProject(folder: Folder, root: Folder, file: string, text: string): GradleProject {
  const [plugins, libraries] = [catalogEntries(root, "plugins"), catalogEntries(root, "libraries")];
  return {
    folder,
    file,
    plugins: [
      ...matches(text, file, PLUGIN_ID, same),
      ...matches(text, file, KOTLIN_PLUGIN, (name) => `org.jetbrains.kotlin.${name}`),
      ...matches(text, file, ALIAS, (name) => plugins.get(name) ?? null),
      ...matches(text, file, APPLY, same),
      ...matches(text, file, BARE, same),
    ],
    dependencies: [
      ...matches(text, file, NAMED, same),
      ...matches(text, file, FROM_CATALOG, (name) => libraries.get(name) ?? null),
    ],
    version: versionOf(folder, file),
  };
}

/** The folder with the settings: this one, or the one above that includes it. */
export function gradleRoot(folder: Folder): Folder {
  let root = folder;
  for (const path of foldersAbove(folder.path)) {
    const above = folder.at(path);
    if (includedIn(above).includes(folder.path)) root = above;
  }
  return root;
}

const settingsOf = (folder: Folder) => folder.read(folder.firstOf(...SETTINGS_FILES) ?? "") ?? "";

/** The folders that the settings include, from the source's root. */
export function includedIn(folder: Folder): string[] {
  const lists = [...withoutComments(settingsOf(folder)).matchAll(INCLUDE)].map((match) => match[1] ?? "");
  const paths = lists.flatMap((list) =>
    [...list.matchAll(/["']:?([\w:./-]{1,100})["']/g)].map((match) => match[1] ?? ""),
  );
  return paths.slice(0, 200).map((path) => posix.join(folder.path, path.replaceAll(":", "/")));
}

/** What Gradle calls a project, which names its results. */
export function projectName(folder: Folder, root: Folder): string | null {
  if (folder !== root) return folder.path.split("/").at(-1) ?? null;
  return ROOT_NAME.exec(settingsOf(root))?.[1] ?? null;
}
