import type { AppPlan } from "../plan.ts";

/** What works off a queue or a schedule; two processes of one kind would do the same work. */
const KINDS =
  /\b(?:sidekiq|rq worker|arq|dramatiq|artisan horizon|queue:(?:work|listen)|schedule:(?:work|run)|messenger:consume|good_job|resque|delayed_job|solid_queue)\b/;

function kindsOf(command: string): string[] {
  if (/\bcelery\b/.test(command)) {
    const beats = /\sbeat\b|\s(?:-B|--beat)(?:\s|$)/.test(command);
    return [...(/\sworker\b/.test(command) ? ["celery worker"] : []), ...(beats ? ["celery beat"] : [])];
  }
  const [kind] = KINDS.exec(command) ?? [];
  return kind ? [kind] : [];
}

/** The plan without the processes that a detector guessed and that a file now names itself. */
export function withoutGuessed(plan: AppPlan, files: ReadonlySet<string>, name: string, command: string): AppPlan {
  const kinds = kindsOf(command);
  const isGuessed = (each: string) => !plan.facts.some((one) => one.name === `process ${each}` && files.has(one.file));
  const isSame = (each: AppPlan["processes"][number]) =>
    isGuessed(each.name) && (each.name === name || kindsOf(each.command).some((kind) => kinds.includes(kind)));
  const gone = new Set(plan.processes.filter(isSame).map((each) => `process ${each.name}`));
  if (gone.size === 0) return plan;
  return {
    ...plan,
    processes: plan.processes.filter((each) => !gone.has(`process ${each.name}`)),
    facts: plan.facts.filter((each) => !gone.has(each.name)),
  };
}
