import { posix } from "node:path";
import type { AppPlan } from "../plan.ts";
import type { Desk, Taken } from "./desk.ts";

const isEmpty = (line: string) => line.trim() === "";

/** A command of one line; several lines are joined, since each is one step. */
export function command(value: string): Taken {
  if (isEmpty(value)) return { value: null, why: "Switches the command off." };
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const steps = lines.filter((line) => line !== "" && !line.startsWith("#"));
  return { value: steps.join(" && ") };
}

/** A list of steps, as `build[0]`, `build[1]`, … are. */
export function commands(desk: Desk, path: string): string {
  return Array.from({ length: desk.count(path) }, (_, index) => desk.text(`${path}[${index}]`) ?? "")
    .filter((line) => line.trim() !== "")
    .join(" && ");
}

/** A folder as a plan writes it; one that leaves the source is refused by the plan's own check. */
export const folderOf = (value: string): Taken => ({ value: value.replace(/^\.?\/+/, "").replace(/\/+$/, "") || "." });

/** The first number of a version: `22.x`, `>=22`, `node-22` → `22`; Python's first two. */
export function versionOf(value: string, parts: 1 | 2 = 1): Taken {
  const pattern = parts === 1 ? /(\d{1,3})(?:\.|$|\D)/ : /(\d{1,3}\.\d{1,3})/;
  const version = pattern.exec(value)?.[1];
  return version ? { value: version } : { value: null, verdict: "ignored", why: "This names no version." };
}

export const pathOf = (value: string): Taken => ({ value: value.startsWith("/") ? value : `/${value}` });

/** Whether the Dockerfile, or the stage of it, that stands at a path is what is built. */
export function tellDockerfile(desk: Desk, path: string, field: "dockerfile" | "target" = "dockerfile"): void {
  const { plan } = desk;
  const written = desk.text(path);
  if (written === null) return;
  const wanted = field === "target" ? written : posix.normalize(written.replace(/^\/+/, ""));
  const fromRoot = posix.join(plan.path, plan.dockerfile ?? "");
  const isBuilt = field === "target" ? plan.target === wanted : [plan.dockerfile, fromRoot].includes(wanted);
  if (plan.dockerfile === null) desk.tell(path, "ignored", "No Dockerfile is used: the plan is made from the code.");
  else if (isBuilt) desk.tell(path, "honoured", `This ${field === "target" ? "stage" : "Dockerfile"} is built.`);
  else desk.tell(path, "ignored", OTHERWISE[field](plan));
}

const OTHERWISE = {
  dockerfile: ({ dockerfile }: AppPlan) => `There is no such file, or another one comes first: ${dockerfile} is built.`,
  target: ({ dockerfile, target }: AppPlan) =>
    target === null ? `${dockerfile} is built to its last stage.` : `${dockerfile} is built to its stage ${target}.`,
};

/** A program that is started makes files a server. */
export function asServer(desk: Desk): void {
  const { plan } = desk;
  if (plan.kind !== "static" || plan.dockerfile) return;
  desk.plan = { ...plan, kind: "server", output: null, port: plan.port ?? 3000, health: plan.health ?? "/" };
}
