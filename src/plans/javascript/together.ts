import { own } from "../../lib/own.ts";
import type { PlanProcess } from "../plan.ts";
import { isForDevelopment } from "./development.ts";
import type { PackageJson } from "./package-json.ts";

const STARTS = /^(?:npx )?(?:concurrently|npm-run-all2?|run-p)\b/;
/** `npm run start:api`, `npm:start:*`, and the bare names after `run-p`. */
const WORD = /[\w:.*-]{1,60}/g;
const ANSWERS = /(?:^|[:_-])(?:web|server|api|app|http|backend)$/;
const WORKS = /(?:^|[:_-])(?:workers?|queues?|jobs?|cron|bot|scheduler|consumers?)$/;

export type Together = { web: string; others: readonly string[] };

/** The scripts that a word stands for: `start:*` and `npm:start:*` mean all that begin so. */
function scriptsOf({ scripts }: PackageJson, word: string): string[] {
  const name = word.replace(/^(?:npm|yarn|pnpm|bun):/, "");
  if (!name.endsWith("*")) return own(scripts, name) === undefined ? [] : [name];
  const start = name.replace(/\*+$/, "");
  return start === "" ? [] : Object.keys(scripts).filter((script) => script.startsWith(start));
}

/** One program that answers and others that work in the background are processes of their own, not one that is all. */
export function togetherOf(pkg: PackageJson, line: string): Together | null {
  if (!STARTS.test(line)) return null;
  const names = [...new Set((line.match(WORD) ?? []).slice(1).flatMap((word) => scriptsOf(pkg, word)))];
  const called = names.filter((name) => name !== "start");
  const [web, ...more] = called.filter((name) => ANSWERS.test(name));
  const others = called.filter((name) => WORKS.test(name));
  const isWhole = web !== undefined && more.length === 0 && others.length > 0 && others.length === called.length - 1;
  if (!isWhole || called.some((name) => isForDevelopment(own(pkg.scripts, name) ?? ""))) return null;
  return { web, others };
}

/** `start:worker` is the process `worker`. */
export const processOf = (script: string, command: string): PlanProcess => ({
  name: script.split(/[:_]/).at(-1) ?? script,
  command,
});
