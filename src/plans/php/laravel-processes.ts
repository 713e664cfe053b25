import type { Folder } from "../folder.ts";
import { fact } from "../folder.ts";
import type { Fact, PlanProcess } from "../plan.ts";
import { COMPOSER, readComposer } from "./composer.ts";

const SCHEDULES = /\bSchedule::(?:command|job|call|exec)\(|\$schedule->(?:command|job|call|exec)\(|->withSchedule\(/;
const QUEUED = /\bimplements\s[^{]{0,200}\bShouldQueue\b/;

type Found = { process: PlanProcess; at: { file: string; line: number } };

function queue(folder: Folder): Found[] {
  const horizon = readComposer(folder)?.find("laravel/horizon");
  if (horizon) return [{ process: { name: "worker", command: "php artisan horizon" }, at: horizon }];
  const job = folder.find(folder.code, QUEUED);
  const command = "php artisan queue:work --tries=3 --max-time=3600";
  return job ? [{ process: { name: "worker", command }, at: job }] : [];
}

function scheduler(folder: Folder): Found[] {
  const files = ["routes/console.php", "app/Console/Kernel.php", "bootstrap/app.php"];
  const at = folder.find(files, SCHEDULES);
  return at ? [{ process: { name: "scheduler", command: "php artisan schedule:work" }, at }] : [];
}

function sockets(folder: Folder): Found[] {
  const at = readComposer(folder)?.find("laravel/reverb");
  const command = "php artisan reverb:start --host=0.0.0.0 --port=$PORT";
  return at ? [{ process: { name: "reverb", command }, at: { file: COMPOSER, line: at.line } }] : [];
}

/** What Laravel runs beside its pages: what waits in queues, and what is due. */
export function laravelProcesses(folder: Folder): { processes: PlanProcess[]; facts: Fact[] } {
  const found = [...queue(folder), ...scheduler(folder), ...sockets(folder)];
  return {
    processes: found.map(({ process }) => process),
    facts: found.map(({ process, at }) => fact(`process ${process.name}`, process.command, at)),
  };
}
