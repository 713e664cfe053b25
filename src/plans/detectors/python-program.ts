import type { Detector, Draft } from "../detector.ts";
import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { AppPlan } from "../plan.ts";
import { importFindings } from "../python/imports.ts";
import { pythonDetector } from "../python/member.ts";
import type { Program } from "../python/program.ts";
import { findProgram } from "../python/program.ts";
import type { PythonProject } from "../python/project.ts";
import { readPython } from "../python/project.ts";
import { readHealth, readPort } from "../readings/ports.ts";

const LISTENS =
  /HTTPServer\(|serve_forever|\.run\([^)]{0,400}?port|run_app\(|run_simple\(|make_server\(|\.listen\(|uvicorn\.run\(|\bserve\(\s*app\b|["']PORT["']/;

/** Packages of bots and of queues' workers: nothing is routed to what only speaks to somebody else. */
const BOTS = [
  ...["aiogram", "discord-py", "py-cord", "nextcord", "disnake", "interactions-py", "python-telegram-bot"],
  ...["pytelegrambotapi", "telethon", "pyrogram", "slack-bolt", "slack-sdk", "tweepy", "vkbottle", "twitchio"],
];

const FRAMEWORKS: Record<string, string> = {
  aiohttp: "aiohttp",
  sanic: "Sanic",
  tornado: "Tornado",
  nicegui: "NiceGUI",
};

/** A project of nothing but Celery has its first worker as the program itself. */
function queueDraft(python: PythonProject): Draft | null {
  const base = python.base();
  const [worker, ...others] = base.processes;
  if (!worker) return null;
  const framework = python.has("celery") ? "Celery" : null;
  const draft = { ...base, kind: "worker" as const, framework, start: worker.command, processes: others };
  return { ...draft, facts: python.facts, findings: python.findings };
}

function workerDraft(folder: Folder, python: PythonProject, program: Program): Draft {
  const bot = python.find(...BOTS);
  const facts = [...python.facts, ...program.facts, ...(bot ? [fact("worker", bot.name, bot)] : [])];
  const findings = [...python.findings, ...importFindings(folder, python)];
  return { ...python.base(), kind: "worker", start: program.command, facts, findings };
}

function frameworkOf(python: PythonProject): Pick<AppPlan, "framework" | "facts"> {
  const dependency = python.find(...Object.keys(FRAMEWORKS));
  const framework = dependency ? (FRAMEWORKS[dependency.name] ?? null) : null;
  return { framework, facts: dependency && framework ? [fact("framework", framework, dependency)] : [] };
}

function serverDraft(folder: Folder, python: PythonProject, program: Program): Draft {
  const { framework, facts } = frameworkOf(python);
  const port = readPort(folder, 8000);
  const { health, facts: healthFacts } = readHealth(folder);
  return {
    ...python.base(),
    kind: "server",
    framework,
    start: program.command,
    port: port.port,
    health,
    findings: [...python.findings, ...port.findings, ...importFindings(folder, python)],
    facts: [...python.facts, ...facts, ...program.facts, ...port.facts, ...healthFacts],
  };
}

function detect(folder: Folder): Draft | null {
  const python = readPython(folder);
  const program = findProgram(folder);
  const listens =
    program !== null &&
    folder.find(
      folder.code.filter((file) => file.endsWith(".py")),
      LISTENS,
    ) !== null;
  if (program && listens) return serverDraft(folder, python, program);
  return queueDraft(python) ?? (program ? workerDraft(folder, python, program) : null);
}

export const pythonProgramDetector: Detector = pythonDetector({
  name: "Python",
  looksFor: "a Python program: main.py, app.py, server.py, bot.py, run.py or a package with a __main__.py",
  detect,
});
