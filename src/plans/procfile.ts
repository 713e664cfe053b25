import type { Folder, Hit } from "./folder.ts";
import { fact } from "./folder.ts";
import type { AppPlan } from "./plan.ts";

const LINE = /^([\w-]+):[ \t]*(\S.*)$/gm;

/** What a `Procfile` says of one process; `release` runs before traffic is switched, `web` is the program itself. */
function withProcess(plan: AppPlan, at: Hit): AppPlan {
  const [, name = "", rest = ""] = at.match;
  const command = rest.trimEnd();
  const facts = [...plan.facts, fact(`process ${name}`, command, at)];
  if (name === "release") return { ...plan, facts, hooks: { ...plan.hooks, beforeSwitch: command } };
  if (name !== "web") return { ...plan, facts, processes: [...plan.processes, { name, command }] };
  if (plan.kind === "server") return { ...plan, facts, start: command };
  return { ...plan, facts, start: command, kind: "server", output: null, port: plan.port ?? 3000, health: "/" };
}

/** The plan with the processes of the project's `Procfile`, which knows better than any detector how it is started. */
export function withProcfile(folder: Folder, plan: AppPlan): AppPlan {
  if (plan.dockerfile) return plan;
  return [...folder.search(["Procfile"], LINE)].reduce(withProcess, plan);
}
