import { dirname, join } from "node:path";
import type { Config } from "../config.ts";
import { forecastWords, SOON_MS } from "../deployments/disk-forecast.ts";
import { diskShortage } from "../deployments/disk-gate.ts";
import { NO_LIVE_RESTORE } from "../host/docker-version.ts";
import type { Files } from "../host/files.ts";
import type { Processes } from "../host/processes.ts";
import { formatBytes } from "../lib/bytes.ts";
import { AppError, errorText } from "../lib/errors.ts";

/** What the doctor looks at. Nothing of it changes the machine. */
export type Patient = {
  config: Config;
  files: Pick<Files, "stat" | "isWritable" | "disk">;
  processes: Pick<Processes, "run" | "which">;
  dockerVersion(socket: string): Promise<string>;
  /** Whether containers run on while Docker is restarted. */
  liveRestore(socket: string): Promise<boolean>;
  /** Why builds run without limits of their own here, or `null`. */
  unlimitedBuilds(config: Config): Promise<string | null>;
  /** Why builds do not come last for the disk of a folder, or `null`. */
  diskPriority(folder: string): Promise<string | null>;
  /** `free`, or the system's code for why not. */
  portState(address: string, port: number): Promise<string>;
  /** Whether what answers on the port is AutoStack. */
  isAutoStack(port: number): Promise<boolean>;
  /** Opens a database and tells how far it is. Throws when it cannot be read. */
  migrationState(path: string): { applied: number; known: number };
  /** How long until the disk is full as it goes now, by the samples in a database; `null` when that is not known. */
  diskForecast(path: string): number | null;
};

export type Check = { name: string; level: "ok" | "warning" | "problem"; says: string; fix: string | null };

type Outcome = Omit<Check, "name">;

const ok = (says: string): Outcome => ({ level: "ok", says, fix: null });
const warning = (says: string, fix: string): Outcome => ({ level: "warning", says, fix });
const problem = (says: string, fix: string): Outcome => ({ level: "problem", says, fix });

const CHECKS: readonly [name: string, check: (patient: Patient) => Promise<Outcome>][] = [
  ["Data folder", checkDataFolder],
  ["Disk", checkDisk],
  ["Database", checkDatabase],
  ["Port", checkPort],
  ["Docker", checkDocker],
  ["Builds", checkBuilds],
  ["Traefik", checkTraefik],
  ["Git", checkGit],
];

export function examine(patient: Patient): Promise<Check[]> {
  return Promise.all(
    CHECKS.map(async ([name, check]) => {
      const outcome = await check(patient).catch((error: unknown) =>
        problem(`It could not be checked: ${errorText(error)}`, "Mend that first."),
      );
      return { name, ...outcome };
    }),
  );
}

async function checkDataFolder({ config: { dataFolder }, files }: Patient): Promise<Outcome> {
  const stats = await files.stat(dataFolder);
  const fix = "Run AutoStack as the folder's owner, or set AUTOSTACK_DATA to a folder of your own.";
  if (!stats) {
    const isPossible = await files.isWritable(await nearestFolder(files, dataFolder));
    if (!isPossible) return problem(`${dataFolder} does not exist and cannot be made by this user.`, fix);
    return ok(`${dataFolder} does not exist yet; the first start makes it.`);
  }
  if (!(await files.isWritable(dataFolder))) return problem(`${dataFolder} cannot be written by this user.`, fix);
  return ok(`${dataFolder} can be written.`);
}

async function checkDisk(patient: Patient): Promise<Outcome> {
  const { files, config } = patient;
  const { dataFolder, limits } = config;
  const space = await files.disk(await nearestFolder(files, dataFolder));
  const says = `${formatBytes(space.freeBytes)} of ${formatBytes(space.totalBytes)} are free.`;
  const shortage = diskShortage(space, limits.freeDiskBytes);
  const fix = "Delete projects or files on this machine.";
  if (shortage !== null) return problem(says, `${shortage} ${fix}`);
  const leftMs = await forecastOf(patient);
  if (leftMs === null) return ok(says);
  const both = `${says} As it fills now it is ${forecastWords(leftMs)}.`;
  return leftMs < SOON_MS ? warning(both, fix) : ok(both);
}

async function forecastOf({ config: { dataFolder }, files, diskForecast }: Patient): Promise<number | null> {
  const path = join(dataFolder, "autostack.db");
  if (!(await files.stat(path))) return null;
  try {
    return diskForecast(path);
  } catch {
    // What is wrong with the database is said by its own check.
    return null;
  }
}

async function nearestFolder(files: Patient["files"], path: string): Promise<string> {
  return (await files.stat(path)) || dirname(path) === path ? path : nearestFolder(files, dirname(path));
}

async function checkDatabase({ config, files, migrationState }: Patient): Promise<Outcome> {
  const path = join(config.dataFolder, "autostack.db");
  if (!(await files.stat(path))) return ok("There is none yet; the first start makes it.");
  try {
    const { applied, known } = migrationState(path);
    const says = `It opens and is at migration ${applied} of ${known}.`;
    return applied === known ? ok(says) : warning(says, "The next start applies the rest, after a copy.");
  } catch (error) {
    return problem(`${path} cannot be used: ${errorText(error)}`, "Restore a backup, or install the newest AutoStack.");
  }
}

async function checkPort({ config: { address, port }, portState, isAutoStack }: Patient): Promise<Outcome> {
  const state = await portState(address, port);
  if (state === "free") return ok(`${port} on ${address} is free.`);
  const another = "or set AUTOSTACK_PORT to another port.";
  switch (state) {
    case "EADDRINUSE":
      if (await isAutoStack(port)) return ok(`AutoStack is running on ${port}.`);
      return problem(`${port} is held by another program.`, `Stop that program, ${another}`);
    case "EACCES":
      return problem(`This user may not listen on ${port}.`, `Run as root, ${another}`);
    case "EADDRNOTAVAIL":
      return problem(`This machine has no address ${address}.`, "Set AUTOSTACK_ADDRESS to 0.0.0.0 or 127.0.0.1.");
    default:
      return problem(`Nothing can listen on ${port}: ${state}.`, `Mend that, ${another}`);
  }
}

async function checkDocker({ config: { docker, runtime }, dockerVersion, liveRestore }: Patient): Promise<Outcome> {
  if (runtime === "process") return ok("Not used: AUTOSTACK_RUNTIME is process.");
  try {
    const says = `Engine ${await dockerVersion(docker)} answers at ${docker}.`;
    if (await liveRestore(docker)) return ok(says);
    return warning(`${says} ${NO_LIVE_RESTORE.says}`, NO_LIVE_RESTORE.fix);
  } catch (error) {
    const { says, fix } =
      error instanceof AppError ? { says: error.summary, fix: error.hint ?? "" } : { says: errorText(error), fix: "" };
    return runtime === "docker"
      ? problem(says, fix)
      : warning(`${says} Apps run as plain processes, unless some have images already: those wait for it.`, fix);
  }
}

async function checkBuilds({ config, files, unlimitedBuilds, diskPriority }: Patient): Promise<Outcome> {
  const unlimited = await unlimitedBuilds(config);
  if (unlimited !== null) return warning(unlimited, "Run AutoStack as root, on the machine that Docker runs on.");
  const says = "They are held to limits of their own for memory, processors and processes, and come last.";
  const disk = await diskPriority(await nearestFolder(files, config.dataFolder));
  return ok(disk === null ? says : `${says} ${disk}`);
}

async function checkTraefik({ config, processes }: Patient): Promise<Outcome> {
  const { edge, baseDomain, traefik } = config;
  if (edge === "embedded") return ok("Not used: AUTOSTACK_EDGE is embedded.");
  if (edge === "auto" && baseDomain === null) return ok("Not used: there is no base domain.");
  const version = await versionOf(processes, [traefik, "version"], /^Version:\s*(\S+)/m);
  if (version !== null) return ok(`Traefik ${version} at ${processes.which(traefik)}.`);
  const fix = "Install Traefik 3, or set AUTOSTACK_TRAEFIK to its binary.";
  const says = `${traefik} was not found or does not run.`;
  return edge === "traefik" ? problem(says, fix) : warning(`${says} The built-in proxy serves the apps.`, fix);
}

async function checkGit({ processes }: Patient): Promise<Outcome> {
  const version = await versionOf(processes, ["git", "--version"], /(\d\S*)/);
  if (version !== null) return ok(`Git ${version}.`);
  return warning("git was not found: nothing can be deployed from a Git repository.", "Install the package git.");
}

/** `null` when the program is missing, fails, or says no version. */
async function versionOf(processes: Patient["processes"], argv: [string, string], pattern: RegExp) {
  const [program, argument] = argv;
  const path = processes.which(program);
  if (path === null) return null;
  const { exitCode, out } = await processes.run([path, argument], { timeoutMs: 10_000 });
  return exitCode === 0 ? (pattern.exec(out)?.[1] ?? null) : null;
}
