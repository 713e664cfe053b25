import type { Database } from "bun:sqlite";
import { type Config, describeConfig } from "../config.ts";
import { diskForecast, FORECAST_WINDOW_MS } from "../deployments/disk-forecast.ts";
import { DiskStore } from "../deployments/disk-store.ts";
import { whyNoDiskPriority } from "../host/disk-priority.ts";
import { dockerLiveRestore, dockerVersion } from "../host/docker-version.ts";
import { realFiles } from "../host/files.ts";
import { portState } from "../host/port.ts";
import { realHost } from "../host/real-host.ts";
import { realProcesses } from "../host/real-processes.ts";
import { assetPath } from "../lib/assets.ts";
import { openDatabase } from "../lib/db.ts";
import { migrationState } from "../lib/migrate.ts";
import { VERSION } from "../lib/version.ts";
import type { Command } from "./command.ts";
import { loadConfig } from "./config-file.ts";
import { type Check, examine, type Patient } from "./doctor-checks.ts";
import { EXIT } from "./exit.ts";
import { readFlags } from "./flags.ts";

const HELP = `Usage: autostack doctor [--json]

Prints the whole configuration, as the environment and autostack.toml in the data folder give it, and
checks what AutoStack needs from this machine. It changes nothing. Exits with 1 when there is a problem.

Options:
  --json  as one JSON object: { version, configuration, checks: [{ name, level, says, fix }] }

Examples:
  autostack doctor
  AUTOSTACK_DATA=./data autostack doctor --json
`;

const ANSWER_MS = 2000;

export const doctorCommand: Command = {
  name: "doctor",
  summary: "show the configuration and check this machine",
  help: HELP,
  async run(args, io) {
    const { flags } = readFlags(args, { json: { type: "boolean" } }, 0);
    const config = await loadConfig(io.env);
    const checks = await examine(realPatient(config));
    const configuration = describeConfig(config);
    const report = { version: VERSION, configuration: Object.fromEntries(configuration), checks };
    io.out(flags.json ? `${JSON.stringify(report, null, 2)}\n` : reportText(configuration, checks));
    return checks.some(({ level }) => level === "problem") ? EXIT.failed : EXIT.ok;
  },
};

function realPatient(config: Config): Patient {
  return {
    ...{ config, files: realFiles, processes: realProcesses, dockerVersion, portState, isAutoStack },
    liveRestore: dockerLiveRestore,
    unlimitedBuilds,
    diskPriority: whyNoDiskPriority,
    migrationState: (path) => withDatabase(path, (db) => migrationState(db, assetPath("migrations"))),
    diskForecast: (path) =>
      withDatabase(path, (db) => diskForecast(new DiskStore(db).since(Date.now() - FORECAST_WINDOW_MS), Date.now())),
  };
}

/** Of the engine that a start would choose. */
async function unlimitedBuilds(config: Config): Promise<string | null> {
  const { docker } = realHost(config);
  const usesDocker = config.runtime !== "process" && (await docker.problem()) === null;
  return usesDocker ? docker.buildLimits() : realProcesses.buildLimits();
}

function withDatabase<Result>(path: string, ask: (db: Database) => Result): Result {
  const db = openDatabase(path);
  try {
    return ask(db);
  } finally {
    db.close();
  }
}

async function isAutoStack(port: number): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_MS);
  // Below its API's path, where nothing else answers like this.
  const health = await fetch(`http://127.0.0.1:${port}/api/v1/health`, { signal, redirect: "manual" })
    .then((response) => response.json())
    .catch(() => null);
  return (health as { status?: unknown } | null)?.status === "ok";
}

export function reportText(configuration: readonly [string, string][], checks: readonly Check[]): string {
  const widest = Math.max(...configuration.map(([variable]) => variable.length));
  const settings = configuration.map(([variable, value]) => `  ${variable.padEnd(widest)}  ${value}`);
  return ["Configuration", ...settings, "", "Checks", ...checks.flatMap(checkLines), "", verdict(checks), ""].join(
    "\n",
  );
}

function checkLines({ name, level, says, fix }: Check): string[] {
  const line = `  ${level.padEnd(9)}${name.padEnd(13)}${says}`;
  return fix ? [line, `${" ".repeat(24)}${fix}`] : [line];
}

function verdict(checks: readonly Check[]): string {
  const count = (level: Check["level"]) => checks.filter((check) => check.level === level).length;
  const [problems, warnings] = [count("problem"), count("warning")];
  if (problems + warnings === 0) return "Everything is well.";
  return `${plural(problems, "problem")}, ${plural(warnings, "warning")}.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
