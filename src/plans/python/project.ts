import { posix } from "node:path";
import type { Folder } from "../folder.ts";
import { type Assets, assetsOf, NO_ASSETS } from "../javascript/assets.ts";
import { joined } from "../javascript/project.ts";
import type { AppPlan, Fact, Finding } from "../plan.ts";
import { readDatabases } from "../readings/databases.ts";
import type { RuntimeReading } from "../readings/versions.ts";
import { condaFindings } from "./conda.ts";
import type { PythonDependency } from "./dependencies.ts";
import { pythonDependencies } from "./dependencies.ts";
import type { PythonManager } from "./managers.ts";
import { managerOfPython } from "./managers.ts";
import { backgroundProcesses } from "./processes.ts";
import { pythonVersion, versionFindings } from "./python-version.ts";
import { pythonPackages } from "./system-packages.ts";

type Base = Pick<AppPlan, "language" | "runtime" | "packageManager" | "prepare" | "install" | "manifests" | "build"> &
  Pick<AppPlan, "prune"> &
  Pick<AppPlan, "context" | "packages" | "databases" | "processes">;

export type PythonProject = {
  dependencies: PythonDependency[];
  /** The dependency by one of these names. */
  find(...names: string[]): PythonDependency | null;
  has(...names: string[]): boolean;
  /** Manager, version and install, as every Python stack has them, with packages that are installed besides. */
  base(...added: string[]): Base;
  facts: Fact[];
  findings: Finding[];
};

function installing(manager: PythonManager | null, added: readonly string[]): string | null {
  const lines = manager ? [manager.install] : [];
  if (added.length > 0) lines.push(manager ? manager.add(added.join(" ")) : `pip install ${added.join(" ")}`);
  return lines.length > 0 ? lines.join(" && ") : null;
}

const known = new WeakMap<Folder, PythonProject>();

/** What the dependency files of a Python project say; a bare program has none and installs nothing. Read once a scan. */
export function readPython(folder: Folder): PythonProject {
  const project = known.get(folder) ?? readProject(folder);
  known.set(folder, project);
  return project;
}

/** What the dependency files say, wherever they stand: places as seen from the folder. */
type Files = Pick<PythonProject, "dependencies"> & {
  manager: PythonManager | null;
  version: RuntimeReading;
  place: Folder;
};

/** A folder without dependency files of its own is installed with those of the source's root. */
function readFiles(folder: Folder): Files {
  const own = managerOfPython(folder);
  const above = own === null && folder.root !== folder ? managerOfPython(folder.root) : null;
  if (!above)
    return { dependencies: pythonDependencies(folder), manager: own, version: pythonVersion(folder), place: folder };
  const up = `${posix.relative(folder.path, ".")}/`;
  const seen = <T extends { file: string }>(at: T): T => ({ ...at, file: `${up}${at.file}` });
  const { runtime, facts } = pythonVersion(folder.root);
  const from = runtime.from === "default" ? runtime.from : `${up}${runtime.from}`;
  const findings = above.findings.map((one) => (one.file === null ? one : { ...one, file: `${up}${one.file}` }));
  return {
    dependencies: pythonDependencies(folder.root).map(seen),
    manager: { ...above, facts: above.facts.map(seen), findings },
    version: { runtime: { ...runtime, from }, facts: facts.map(seen) },
    place: folder.root,
  };
}

const withBuilding = ({ build, run }: AppPlan["packages"], { packages }: Assets): AppPlan["packages"] => ({
  build: [...build, ...packages],
  run,
});

function readProject(folder: Folder): PythonProject {
  const { dependencies, manager, version, place } = readFiles(folder);
  const system = pythonPackages(folder, dependencies, place);
  // `celery[redis]` brings the package that connects.
  const brought = dependencies.flatMap((one) => one.extras.map((name) => ({ ...one, name })));
  const databases = readDatabases(folder, [...dependencies, ...brought.filter(({ name }) => name === "redis")]);
  const background = backgroundProcesses(folder, dependencies);
  // What is installed from above runs its steps there, where the package.json of the folder is not.
  const assets = (manager?.context ?? folder.path) === folder.path ? assetsOf(folder) : NO_ASSETS;
  const find = (...names: string[]) => dependencies.find(({ name }) => names.includes(name)) ?? null;
  return {
    dependencies,
    find,
    has: (...names) => find(...names) !== null,
    base: (...added) => ({
      ...{ language: "python", runtime: version.runtime, context: manager?.context ?? folder.path },
      ...{
        packageManager: manager?.name ?? (added.length > 0 ? "pip" : null),
        packages: withBuilding(system.packages, assets),
      },
      prepare: manager?.prepare ?? (added.length > 0 ? "python3 -m venv .venv" : null),
      install: installing(manager, added),
      manifests: manager?.manifests ?? [],
      build: joined(assets.build, manager?.installProject ?? null),
      prune: assets.prune,
      databases: databases.databases,
      processes: background.processes,
    }),
    facts: [...version.facts, ...(manager?.facts ?? []), ...assets.facts, ...databases.facts, ...background.facts],
    findings: [
      ...versionFindings(version),
      ...(manager?.findings ?? []),
      ...(manager?.facts[0]?.file.startsWith("environment.") ? condaFindings(place) : []),
      ...system.findings,
    ],
  };
}
