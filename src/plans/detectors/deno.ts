import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import type { DenoConfig } from "../javascript/deno-project.ts";
import { denoBase, denoEntry, readDenoConfig } from "../javascript/deno-project.ts";
import { isForDevelopment } from "../javascript/development.ts";
import type { Finding } from "../plan.ts";
import type { PortReading } from "../readings/ports.ts";
import { readHealth, readPort } from "../readings/ports.ts";

const DENO_CODE = /\bDeno\.(?:serve|listen|env|cron)\b|["'](?:jsr:|https:\/\/deno\.land\/)/;
const READS_PORT = /\bDeno\.env\.get\(\s*["']PORT["']\s*\)/;
const DEFAULT_EXPORT_FETCH = /^export default \{[^}]{0,300}?\bfetch\b/m;

const ALL_ALLOWED = {
  title: "No task says what the program may do, so it may do everything inside its container.",
  fix: 'Add a task: `"start": "deno run --allow-net --allow-env main.ts"`.',
};

const replaced = (line: string, command: string) => ({
  title: `The start task is for development: \`${line.slice(0, 100)}\`.`,
  fix: `The plan runs \`${command}\` in its place. If that is wrong, set the start command.`,
});

const FOR_OTHERS = {
  title: "This is a package for other programs: it says what it offers them, and nothing in it listens on a port.",
  fix: "Publish it with `deno publish`. If it does run as a server or a worker, add a `start` task.",
};

type Start = { command: string | null; findings: Finding[] };

const LISTENS = /\bDeno\.(?:serve|listen|cron)\b|\.listen\(|\bserve\(|^export default \{[^}]{0,300}?\bfetch\b/m;

/** A package as JSR takes it, with nothing to start. */
const isLibrary = (folder: Folder, config: DenoConfig) =>
  config.tasks.start === undefined && config.at("exports").line > 0 && folder.find(folder.code, LISTENS) === null;

function startTask(config: DenoConfig | null): string | null {
  return ["start", "serve"].find((name) => config?.tasks[name] && !isForDevelopment(config.tasks[name] ?? "")) ?? null;
}

/** `deno serve` and Deno.serve without options take their port from the command, not from $PORT. */
function startOf(folder: Folder, config: DenoConfig | null, entry: string): Start {
  const task = startTask(config);
  if (task) return { command: `deno task ${task}`, findings: [] };
  if (config && isLibrary(folder, config)) {
    return { command: null, findings: [finding("error", "library", FOR_OTHERS, config.at("exports"))] };
  }
  const serves = folder.find([entry], DEFAULT_EXPORT_FETCH) !== null;
  const command = serves ? `deno serve -A --host 0.0.0.0 --port $PORT ${entry}` : `deno run -A ${entry}`;
  const line = config?.tasks.start;
  if (config && line) {
    return {
      command,
      findings: [finding("warning", "development-start", replaced(line, command), config.at("start"))],
    };
  }
  return { command, findings: [finding("info", "all-permissions", ALL_ALLOWED, { file: entry, line: 0 })] };
}

function isDeno(folder: Folder, config: DenoConfig | null): boolean {
  if (config) return !folder.has("package.json") || Object.keys(config.tasks).length > 0 || folder.has("deno.lock");
  return folder.has("deno.lock") || (!folder.has("package.json") && folder.find(folder.code, DENO_CODE) !== null);
}

function portOf(folder: Folder): PortReading {
  const own = folder.find(folder.code, READS_PORT);
  const read = readPort(folder, 8000);
  return own && read.facts.length === 0 ? { ...read, facts: [fact("port", "$PORT", own)] } : read;
}

function detect(folder: Folder): Draft | null {
  const config = readDenoConfig(folder);
  if (!isDeno(folder, config)) return null;
  const entry = denoEntry(folder, config);
  if (!entry) return null;
  const base = denoBase(folder, config, entry.file);
  const start = startOf(folder, config, entry.file);
  const build = config?.tasks.build ? "deno task build" : null;
  const { port, facts, findings } = portOf(folder);
  const { health, facts: healthFacts } = readHealth(folder);
  return {
    ...base,
    kind: "server",
    framework: "Deno",
    build,
    start: start.command,
    port,
    health,
    facts: [
      ...[fact("framework", "Deno", config?.file ?? entry.file), ...base.facts, ...entry.facts],
      ...[...facts, ...healthFacts],
    ],
    findings: [...base.findings, ...findings, ...start.findings],
  };
}

export const denoDetector: Detector = {
  name: "Deno",
  looksFor: "a deno.json or deno.lock, or code that calls Deno.serve",
  detect,
};
