import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { foldersAbove } from "../folders-above.ts";
import type { Dependency } from "../readings/databases.ts";
import { lineAt } from "../text-search.ts";

/** What a scan reads from a `.csproj`, `.fsproj` or `.vbproj`. */
export type DotnetProject = {
  file: string;
  /** `Microsoft.NET.Sdk.Web` and the like, without `Microsoft.NET.`. */
  sdk: string;
  assembly: string;
  framework: { version: string; file: string; line: number } | null;
  isProgram: boolean;
  isTest: boolean;
  packages: Dependency[];
  /** The project files that it is built with, by their own words. */
  references: string[];
};

const PROJECT = /\.(?:cs|fs|vb)proj$/;
const MOST_PROJECTS = 40;
const DEEPEST = 4;

const depth = (path: string) => path.split("/").length;

function tag(text: string, name: string): RegExpExecArray | null {
  return new RegExp(`<${name}>\\s{0,20}([^<]{1,200}?)\\s{0,20}</${name}>`).exec(text);
}

const FRAMEWORK = /<TargetFrameworks?>\s{0,20}net(\d+\.\d+)/;

function frameworkIn(folder: Folder, file: string): DotnetProject["framework"] {
  const text = folder.read(file) ?? "";
  const match = FRAMEWORK.exec(text);
  return match?.[1] ? { version: match[1], file, line: lineAt(text, match.index) } : null;
}

/** What the nearest Directory.Build.props above a project says for all projects below it. */
function sharedFramework(folder: Folder, file: string): DotnetProject["framework"] {
  for (const above of [posix.dirname(file), ...foldersAbove(posix.dirname(file))]) {
    const props = posix.join(above, "Directory.Build.props");
    if (folder.has(props)) return frameworkIn(folder, props);
  }
  return null;
}

function readProject(folder: Folder, file: string): DotnetProject | null {
  const text = folder.read(file);
  const sdk = text && /<Project\s[^>]{0,200}?Sdk="(?:Microsoft\.NET\.)?([\w.]{1,60})/.exec(text)?.[1];
  if (!text || !sdk) return null;
  const name = file.split("/").at(-1) ?? file;
  const assembly = tag(text, "AssemblyName")?.[1];
  return {
    ...{ file, sdk },
    assembly: assembly && /^[\w.-]+$/.test(assembly) ? assembly : name.replace(PROJECT, ""),
    framework: frameworkIn(folder, file) ?? sharedFramework(folder, file),
    isProgram: sdk !== "Sdk" || tag(text, "OutputType")?.[1]?.toLowerCase() === "exe",
    isTest: /Include="(?:Microsoft\.NET\.Test\.Sdk|xunit|NUnit|MSTest)/.test(text),
    packages: [...text.matchAll(/<PackageReference\s{1,20}Include="([\w.-]{1,120})"/g)].map((match) => ({
      name: (match[1] ?? "").toLowerCase(),
      file,
      line: lineAt(text, match.index),
    })),
    references: [...text.matchAll(/<ProjectReference\s{1,20}Include="([^"\n]{1,300})"/g)].map((match) =>
      posix.join(posix.dirname(file), (match[1] ?? "").replaceAll("\\", "/")),
    ),
  };
}

/** The packages of a project and of those that it is built with: a database is often a matter of another layer. */
export function packagesOf(project: DotnetProject, all: readonly DotnetProject[]): Dependency[] {
  const built = new Set([project]);
  for (const { references } of built) {
    for (const each of all) if (references.includes(each.file)) built.add(each);
  }
  return [...built].flatMap(({ packages }) => packages);
}

/** The projects of a solution, those nearest to the root first. */
export function readProjects(folder: Folder): DotnetProject[] {
  return folder.list
    .ending("csproj", "fsproj", "vbproj")
    .filter((file) => depth(file) <= DEEPEST)
    .sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))
    .slice(0, MOST_PROJECTS)
    .flatMap((file) => readProject(folder, file) ?? []);
}

/** A web app before a worker before a program; tests are none of them. */
export function chooseProject(projects: readonly DotnetProject[]): DotnetProject | null {
  const programs = projects.filter(({ isProgram, isTest }) => isProgram && !isTest);
  const order = ["Sdk.Web", "Sdk.BlazorWebAssembly", "Sdk.Worker", "Sdk"];
  for (const sdk of order) {
    const project = programs.find((each) => each.sdk === sdk);
    if (project) return project;
  }
  return null;
}

/** All that `dotnet restore` reads: the projects and what stands above them. */
export function restoreFiles(folder: Folder): string[] {
  const settings =
    /(?:^|\/)(?:Directory\.(?:Build\.props|Build\.targets|Packages\.props)|packages\.lock\.json|nuget\.config|global\.json)$/i;
  return folder.files.filter((file) => settings.test(file) || PROJECT.test(file) || /\.slnx?$/.test(file));
}
