import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import { startOf } from "../javascript/entry.ts";
import type { PackageJson } from "../javascript/package-json.ts";
import { placeOf, readPackage } from "../javascript/package-json.ts";
import { frameworkOf, javascriptBase } from "../javascript/project.ts";
import type { AppPlan, Fact } from "../plan.ts";
import { readHealth, readPort } from "../readings/ports.ts";

const BOTS = ["discord.js", "telegraf", "grammy", "whatsapp-web.js", "@slack/bolt"];
const LISTENS = /\.listen\(|\bserve\(|createServer\(/;

type Role = Pick<AppPlan, "kind" | "port" | "health"> & { facts: Fact[]; findings: AppPlan["findings"] };

/** A bot that listens on no port is a worker: nothing is routed to it and nothing probes it. */
function roleOf(folder: Folder, pkg: PackageJson): Role {
  const bot = BOTS.find((name) => pkg.dependencies.has(name));
  if (bot && !folder.find(folder.code, LISTENS)) {
    return { kind: "worker", port: null, health: null, facts: [fact("worker", bot, placeOf(pkg, bot))], findings: [] };
  }
  const { port, facts, findings } = readPort(folder, 3000);
  const { health, facts: healthFacts } = readHealth(folder);
  return { kind: "server", port, health, facts: [...facts, ...healthFacts], findings };
}

/** A program for Node or Bun that is started by a script, by `main`, or by a file with a usual name. */
export function serverDraft(folder: Folder, pkg: PackageJson, runtime: "node" | "bun"): Draft | null {
  // Node's image has npm and no other manager, and it runs any manager's scripts.
  const start = startOf(folder, pkg, runtime, runtime === "bun" ? "bun" : "npm");
  if (!start) return null;
  const base = javascriptBase(folder, pkg, runtime);
  const role = roleOf(folder, pkg);
  const { framework, facts } = frameworkOf(pkg);
  return {
    ...base,
    ...role,
    framework,
    start: start.command,
    facts: [...base.facts, ...facts, ...start.facts, ...role.facts],
    findings: [...base.findings, ...role.findings],
  };
}

function detect(folder: Folder): Draft | null {
  const pkg = readPackage(folder);
  return pkg && serverDraft(folder, pkg, "node");
}

export const nodeServerDetector: Detector = {
  name: "Node.js",
  looksFor:
    "a package.json with a start script, a `main`, or a file such as server.js, app.js, index.js or src/index.js",
  detect,
};
