import { own } from "../../lib/own.ts";
import type { Detector, Draft } from "../detector.ts";
import type { DotnetProject } from "../dotnet/project-file.ts";
import { chooseProject, packagesOf, readProjects, restoreFiles } from "../dotnet/project-file.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { AppPlan, Fact } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import { readHealth } from "../readings/ports.ts";
import { shellQuote } from "../shell-line.ts";

/** The newest with long support. */
const DEFAULT_VERSION = "10.0";
const OUTPUT = "out";

const OLD = (version: string) => ({
  title: `.NET ${version} gets no more security fixes.`,
  fix: `Set TargetFramework to net${DEFAULT_VERSION} in the project file.`,
});
const NAMES: Record<string, string> = { "Sdk.Web": "ASP.NET Core", "Sdk.BlazorWebAssembly": "Blazor WebAssembly" };

const word = (text: string) => (/^[\w./-]+$/.test(text) ? text : shellQuote(text));

function runningAs(folder: Folder, { sdk, assembly }: DotnetProject): Pick<AppPlan, "kind"> & Partial<Draft> {
  if (sdk === "Sdk.BlazorWebAssembly") return { kind: "static", output: `${OUTPUT}/wwwroot` };
  // The working folder is where ASP.NET looks for appsettings.json and wwwroot.
  const program = `dotnet ${word(`${assembly}.dll`)}`;
  if (sdk !== "Sdk.Web") return { kind: "worker", start: `cd ${OUTPUT} && ${program}`, ship: [OUTPUT] };
  const { health, facts } = readHealth(folder);
  const start = `cd ${OUTPUT} && ASPNETCORE_URLS=http://0.0.0.0:$PORT ${program}`;
  return { kind: "server", start, ship: [OUTPUT], port: 8080, health, facts };
}

function factsOf({ file, sdk, framework }: DotnetProject): Fact[] {
  const name = own(NAMES, sdk);
  return [
    fact("project", file, file),
    ...(name ? [fact("framework", name, file)] : []),
    ...(framework ? [fact("dotnet version", framework.version, framework)] : []),
  ];
}

function detect(folder: Folder): Draft | null {
  const projects = readProjects(folder);
  const project = chooseProject(projects);
  if (!project) return null;
  const { file, framework } = project;
  const version = framework?.version ?? DEFAULT_VERSION;
  const { facts = [], ...running } = runningAs(folder, project);
  const { databases, facts: databaseFacts } = readDatabases(folder, packagesOf(project, projects));
  // Even numbers are supported for three years, odd ones for two.
  const isOld = Number(version.split(".")[0]) < 8;
  return {
    ...running,
    language: file.endsWith(".fsproj") ? "fsharp" : "csharp",
    framework: own(NAMES, project.sdk) ?? null,
    packageManager: "nuget",
    runtime: { name: "dotnet", version, from: framework?.file ?? "default" },
    install: `dotnet restore ${word(file)}`,
    manifests: restoreFiles(folder),
    build: `dotnet publish ${word(file)} --no-restore --configuration Release --output ${OUTPUT}`,
    databases,
    facts: [...factsOf(project), ...databaseFacts, ...facts],
    findings: isOld ? [finding("warning", "dotnet-version", OLD(version), framework ?? { file, line: 0 })] : [],
  };
}

export const dotnetDetector: Detector = {
  name: ".NET",
  looksFor: "a .NET project file of a program: *.csproj or *.fsproj",
  detect,
};
