import { asServer, command } from "./commands.ts";
import type { Desk } from "./desk.ts";
import type { Entries, Entry } from "./entries.ts";
import type { Importer } from "./importer.ts";

const MOST_LINES = 200;
const LINE = /^([\w-]{1,60}):[ \t]*(\S.*)$/;

function parse(text: string): Entries {
  const entries = text.split(/\r?\n/).flatMap((line, index) => {
    const [, path, value] = LINE.exec(line) ?? [];
    return path && value ? [{ path, value: value.trimEnd(), line: index + 1 }] : [];
  });
  return { entries: entries.slice(0, MOST_LINES), problem: null };
}

const ENTERS = /^cd[ \t]+(?:\.\/)?([\w./-]{1,200}?)\/?[ \t]*&&[ \t]*(\S.*)$/;
/** `npm start --prefix server`, `yarn --cwd server start` */
const FLAG =
  /(?<=^(?:npm|pnpm|yarn|bun)\b[^&|;]{0,200})[ \t]--?(?:prefix|cwd|dir|C)[= ](?:\.\/)?([\w./-]{1,200}?)\/?(?=[ \t]|$)/;
const ENDS = new Set([..." \t/.'\"=:", ""]);

/** Whether the words name a folder: `--chdir backend`, `backend/run.py`, `backend.wsgi`. */
function names(line: string, folder: string): boolean {
  for (let at = line.indexOf(folder); at !== -1; at = line.indexOf(folder, at + 1)) {
    if (ENDS.has(line.charAt(at - 1)) && ENDS.has(line.charAt(at + folder.length))) return true;
  }
  return false;
}

/** A command of the file at the source's root as it runs where the plan's commands do; `null` where it is not about its folder. */
function inPlan({ file, plan }: Desk, line: string): string | null {
  if (!file.startsWith("../")) return line;
  if (plan.context === ".") return names(line, plan.path) ? line : null;
  const [, folder, rest] = ENTERS.exec(line) ?? [];
  if (folder === plan.path) return rest ?? null;
  const flag = FLAG.exec(line);
  return flag?.[1] === plan.path ? line.replace(flag[0], "") : null;
}

const processesOf = ({ entries }: Desk) => entries.filter(({ path }) => path !== "release");

/** Of a program that listens on no port the file's one process is that program, whatever it is called. */
function onlyWorker(desk: Desk): Entry | null {
  const { kind, dockerfile } = desk.plan;
  const [only, ...others] = processesOf(desk);
  return kind === "worker" && dockerfile === null && only && others.length === 0 ? only : null;
}

/** A program that was not seen to listen does so where a worker is named beside it; alone, many call a bot `web`. */
function answering(desk: Desk): void {
  const { plan } = desk;
  if (plan.kind === "worker" && processesOf(desk).length > 1) {
    desk.plan = { ...plan, kind: "server", port: plan.port ?? 8000, health: plan.health ?? "/" };
  } else asServer(desk);
}

function takeLine(desk: Desk, entry: Entry): void {
  const line = inPlan(desk, String(entry.value));
  if (line === null) {
    desk.tell(entry.path, "ignored", `It does not run in ${desk.plan.path}.`);
  } else if (desk.plan.dockerfile && entry.path === "web") {
    desk.tell(entry.path, "ignored", `${desk.plan.dockerfile} says how it is started.`);
  } else if (entry.path === "release") {
    desk.decideBy("beforeSwitch", entry, { ...command(line), why: "Runs before traffic is switched." });
  } else if (entry.path === "web" || entry === onlyWorker(desk)) {
    if (entry.path === "web") answering(desk);
    desk.decideBy("start", entry, command(line));
  } else {
    desk.process(entry, entry.path, line);
  }
}

/** Heroku's: one process a line. `release` runs before traffic is switched, `web` is the program itself. */
export const procfile: Importer = {
  platform: "Procfile",
  files: ["Procfile"],
  ofWholeSource: true,
  parse,
  take(desk) {
    for (const entry of desk.entries) takeLine(desk, entry);
  },
};
