import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { startOf } from "../javascript/entry.ts";
import { readListening } from "../javascript/listening.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
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
const LISTENS = /\.listen\(|\bserve\(|createServer\(|\blisten\s*:|\bexport default \{[^}]{0,200}\bfetch\b/;

type Role = Pick<AppPlan, "kind" | "port" | "health"> & { facts: Fact[]; findings: AppPlan["findings"] };

/** A bot or a queue's worker that listens on no port is a worker: nothing is routed to it and nothing probes it. */
function roleOf(folder: Folder, pkg: PackageJson): Role {
  const worker = WORKERS.find((name) => pkg.dependencies.has(name));
  if (worker && !frameworkOf(pkg).framework && !folder.find(folder.code, LISTENS)) {
    const facts = [fact("worker", worker, placeOf(pkg, worker))];
    return { kind: "worker", port: null, health: null, facts, findings: [] };
  }
  const { port, facts, findings } = readListening(folder, pkg, 3000);
  const { health, facts: healthFacts } = readHealth(folder);
  return { kind: "server", port, health, facts: [...facts, ...healthFacts], findings };
}

/** A program for Node or Bun that is started by a script, by `main`, or by a file with a usual name. */
export function serverDraft(folder: Folder, pkg: PackageJson, runtime: "node" | "bun"): Draft | null {
  const base = javascriptBase(folder, pkg, runtime);
  // Node's image has npm and no other manager, and it runs any manager's scripts.
  const found = startOf(folder, pkg, { ...base.runtime, name: runtime }, runtime === "bun" ? "bun" : "npm");
  if (!found) return null;
  const start = [...systemNeeds(pkg).settings, found.command].join(" ");
  const role = roleOf(folder, pkg);
  const { framework, facts } = frameworkOf(pkg);
  const pruned = pruneLine(folder, pkg, base, { start, bundled: false });
  return {
    ...base,
    ...role,
    framework,
    start,
    prepare: joined(base.prepare, found.prepare ?? null),
    prune: pruned.command,
    facts: [...base.facts, ...facts, ...found.facts, ...role.facts, ...pruned.facts],
    findings: [...base.findings, ...role.findings, ...(found.findings ?? []), ...pruned.findings],
  };
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  return pkg && serverDraft(folder, pkg, "node");
}

export const nodeServerDetector: Detector = {
  name: "Node.js",
  looksFor:
    "a package.json with a start script, a `main`, or a file such as server.js, app.js, index.js or src/index.ts",
  detect,
};
