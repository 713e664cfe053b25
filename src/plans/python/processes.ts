import type { Folder, Hit } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact, PlanProcess } from "../plan.ts";
import { findAppObject } from "./app-object.ts";
import type { PythonDependency } from "./dependencies.ts";

const SCHEDULE =
  /\bbeat_schedule\b|\bCELERY_BEAT_SCHEDULE\b|\bCELERYBEAT_SCHEDULE\b|["']django_celery_beat["']|\.add_periodic_task\(/;
const ARQ = /^class (\w*Worker\w*Settings|WorkerSettings)\b/m;
const RQ_QUEUE = /\bQueue\(\s*["']([\w-]+)["']/;
const ACTOR = /^@(?:dramatiq\.)?actor\b/m;

type Background = { processes: PlanProcess[]; facts: Fact[] };
const NONE: Background = { processes: [], facts: [] };

const pythonFiles = (folder: Folder) => folder.code.filter((file) => file.endsWith(".py"));

const importable = (file: string) =>
  file
    .replace(/\.py$/, "")
    .replace(/\/__init__$/, "")
    .replaceAll("/", ".");

/** Celery's workers, and the one process that hands out what is due. */
function celery(folder: Folder): Background {
  const app = findAppObject(folder, "Celery");
  if (!app || app.isFactory) return NONE;
  const place = app.searchIn ? ` --workdir ${app.searchIn}` : "";
  const line = `celery --app ${app.target}${place}`;
  const schedule = folder.find(pythonFiles(folder), SCHEDULE);
  const processes = [{ name: "worker", command: `${line} worker --loglevel info` }];
  const facts = [fact("process worker", app.target, app.at)];
  if (schedule) {
    // Where it keeps when it ran last; the program's own folder may not be written to.
    processes.push({ name: "beat", command: `${line} beat --loglevel info --schedule /tmp/celerybeat-schedule` });
    facts.push(fact("process beat", app.target, schedule));
  }
  return { processes, facts };
}

const one = (command: string, at: Hit): Background => ({
  processes: [{ name: "worker", command }],
  facts: [fact("process worker", command, at)],
});

function arq(folder: Folder): Background {
  const settings = folder.find(pythonFiles(folder), ARQ);
  return settings ? one(`arq ${importable(settings.file)}.${settings.match[1]}`, settings) : NONE;
}

function rq(folder: Folder): Background {
  const queue = folder.find(pythonFiles(folder), RQ_QUEUE);
  return queue ? one(`rq worker --url "$REDIS_URL" ${queue.match[1]}`, queue) : NONE;
}

function dramatiq(folder: Folder): Background {
  const actor = folder.find(pythonFiles(folder), ACTOR);
  return actor ? one(`dramatiq ${importable(actor.file)}`, actor) : NONE;
}

const READERS: Record<string, (folder: Folder) => Background> = { celery, arq, rq, dramatiq };

/** The processes beside the web server that the code defines, by the queue that it depends on. */
export function backgroundProcesses(folder: Folder, dependencies: readonly PythonDependency[]): Background {
  for (const { name } of dependencies) {
    const read = Object.hasOwn(READERS, name) ? READERS[name] : undefined;
    const found = read?.(folder) ?? NONE;
    if (found.processes.length > 0) return found;
  }
  return NONE;
}
