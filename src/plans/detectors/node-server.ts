import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact, finding } from "../folder.ts";
import { dataServerFindings } from "../javascript/data-server.ts";
import { startOf } from "../javascript/entry.ts";
import { readListening, withinReach } from "../javascript/listening.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { EMPTY_PACKAGE, placeOf, readPackage } from "../javascript/package-json.ts";
import { frameworkOf, javascriptBase, joined } from "../javascript/project.ts";
import { pruneLine } from "../javascript/prune.ts";
import { systemNeeds } from "../javascript/system-packages.ts";
import type { AppPlan, Fact } from "../plan.ts";
import { readHealth } from "../readings/ports.ts";

const WORKERS = [
  ...["discord.js", "eris", "oceanic.js", "telegraf", "grammy", "node-telegram-bot-api", "whatsapp-web.js"],
  ...["@whiskeysockets/baileys", "@slack/bolt", "tmi.js", "@twurple/chat", "mineflayer", "bullmq", "bull", "bee-queue"],
  ...["agenda", "graphile-worker", "pg-boss", "kafkajs", "amqplib", "node-cron", "croner", "@temporalio/worker"],
];
const LISTENS =
  /\.listen\(|\bwebhook\s{0,9}:\s{0,9}\{|\bserve\(|createServer\(|\blisten\s*:|\bexport default \{[^}]{0,200}\bfetch\b/;

const ALONE = ["server.js", "server.mjs", "index.js", "index.mjs", "app.js", "main.js"];
const ALONE_LISTENS = /\b(?:createServer|createSecureServer)\(/;

/** Servers that listen on a port of their own where nothing names one. */
const USUAL_PORTS: Record<string, number> = {
  "apollo-server": 4000,
  "@apollo/server": 4000,
  "graphql-yoga": 4000,
  "parse-server": 1337,
  sails: 1337,
  "node-red": 1880,
  n8n: 5678,
  ghost: 2368,
  verdaccio: 4873,
};
const usualPort = ({ dependencies }: PackageJson) =>
  Object.entries(USUAL_PORTS).find(([name]) => dependencies.has(name))?.[1] ?? 3000;

type Role = Pick<AppPlan, "kind" | "port" | "health"> & { facts: Fact[]; findings: AppPlan["findings"] };

/** Slack's Bolt answers requests, unless it opens a connection of its own. */
const OPENS_SOCKET = /\bsocketMode\s{0,9}:\s{0,9}(?:true|process)/;
const isWorker = (folder: Folder, pkg: PackageJson) => (name: string) =>
  pkg.dependencies.has(name) && (name !== "@slack/bolt" || folder.find(folder.code, OPENS_SOCKET) !== null);

/** A bot or a queue's worker that listens on no port is a worker: nothing is routed to it and nothing probes it. */
function roleOf(folder: Folder, pkg: PackageJson): Role {
  const worker = WORKERS.find(isWorker(folder, pkg));
  if (worker && !frameworkOf(pkg).framework && !folder.find(folder.code, LISTENS)) {
    const facts = [fact("worker", worker, placeOf(pkg, worker))];
    return { kind: "worker", port: null, health: null, facts, findings: [] };
  }
  const { port, facts, findings } = readListening(folder, pkg, usualPort(pkg));
  const { health, facts: healthFacts } = readHealth(folder);
  return { kind: "server", port, health, facts: [...facts, ...healthFacts], findings };
}

/** Node ends when its `--env-file` is missing, and files with secrets stay out of a source. */
const withoutMissingFile = (folder: Folder, command: string) =>
  command.replace(/ --env-file[= ](\S{1,200})/g, (flag, file: string) => (folder.has(file) ? flag : ""));

const WORKERS_ONLY = {
  title: "The program is written for Cloudflare Workers (`wrangler`), and nothing in it listens on a port.",
  fix: "For Hono install `@hono/node-server` and call `serve({ fetch: app.fetch, port: process.env.PORT })`.",
};

/** Its entry only hands out a function that Cloudflare calls. */
function forWorkers(folder: Folder, pkg: PackageJson): AppPlan["findings"] {
  const settings = folder.firstOf("wrangler.toml", "wrangler.json", "wrangler.jsonc");
  if (!settings || !pkg.dependencies.has("wrangler") || folder.find(folder.code, LISTENS)) return [];
  return [finding("error", "other-platform", WORKERS_ONLY, { file: settings, line: 0 })];
}

/** A program for Node or Bun that is started by a script, by `main`, or by a file with a usual name. */
export function serverDraft(folder: Folder, pkg: PackageJson, runtime: "node" | "bun"): Draft | null {
  const base = javascriptBase(folder, pkg, runtime);
  // Node's image has npm and no other manager, and it runs any manager's scripts.
  const found = startOf(folder, pkg, { ...base.runtime, name: runtime }, runtime === "bun" ? "bun" : "npm");
  if (!found) return null;
  const reached = withinReach(folder, withoutMissingFile(folder, found.command));
  const start = [...systemNeeds(pkg).settings, reached.start].join(" ");
  const role = roleOf(folder, pkg);
  const { framework, facts } = frameworkOf(pkg);
  const pruned = pruneLine(folder, pkg, base, { start, bundled: false });
  const elsewhere = forWorkers(folder, pkg);
  return {
    ...base,
    ...role,
    framework,
    start,
    processes: found.processes ?? [],
    prepare: joined(base.prepare, found.prepare ?? null),
    prune: pruned.command,
    facts: [...base.facts, ...facts, ...found.facts, ...reached.facts, ...role.facts, ...pruned.facts],
    findings: [
      ...elsewhere,
      ...base.findings,
      ...role.findings,
      ...(found.findings ?? []),
      ...dataServerFindings(pkg),
      ...pruned.findings,
    ],
  };
}

/** A program that only uses what Node brings needs no package.json: then nothing is installed. */
function withoutPackage(folder: Folder): Draft | null {
  const entry = folder.has("package.json") ? null : folder.firstOf(...ALONE);
  if (!entry || !folder.find([entry], ALONE_LISTENS)) return null;
  const draft = serverDraft(folder, EMPTY_PACKAGE, "node");
  return (
    draft && {
      ...draft,
      install: null,
      prepare: null,
      repair: null,
      packageManager: null,
      findings: notInstalled(draft),
    }
  );
}

const notInstalled = ({ findings = [] }: Draft) => findings.filter(({ file }) => file !== "package.json");

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  return pkg ? serverDraft(folder, pkg, "node") : withoutPackage(folder);
}

export const nodeServerDetector: Detector = {
  name: "Node.js",
  looksFor:
    "a package.json with a start script, a `main`, or a file such as server.js, app.js, index.js or src/index.ts",
  detect,
};
