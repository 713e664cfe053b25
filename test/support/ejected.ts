import { parse } from "yaml";
import { completePlan, type Draft } from "../../src/plans/detector.ts";
import type { Ejected } from "../../src/plans/generators/generator.ts";
import { eject } from "../../src/plans/generators.ts";
import type { AppPlan } from "../../src/plans/plan.ts";

const NODE: Draft = {
  ...{ kind: "server", language: "JavaScript", runtime: { name: "node", version: "22", from: "default" } },
  ...{
    packageManager: "npm",
    install: "npm ci",
    build: "npm run build",
    start: "node server.js",
    port: 3000,
    health: "/up",
  },
};

export const planOf = (draft: Partial<AppPlan>): AppPlan => ({ ...completePlan(".", NODE), ...draft });
export const ejected = (plan: AppPlan, more: Partial<Ejected> = {}) =>
  eject({ plan, name: "shop", server: null, source: "upload", ...more });

export function textOf(plan: AppPlan, id: string, more: Partial<Ejected> = {}): string {
  const file = ejected(plan, more).files.find((one) => one.id === id);
  if (!file) throw new Error(`There is no ${id}.`);
  return file.text;
}

type Compose = { services: Record<string, Record<string, unknown> & { environment: Record<string, string | null> }> };
export const composeOf = (plan: AppPlan): Compose => parse(textOf(plan, "compose.yaml"), { version: "1.1" });
/** What a program gets of a value, once Compose has put variables in. */
export const filled = (text: string) => text.replaceAll("$$", "$");

export function pm2Apps(plan: AppPlan): Record<string, unknown>[] {
  const module = { exports: { apps: [] } };
  const run = new Function("module", "require", "__dirname", "process", textOf(plan, "ecosystem.config.cjs"));
  run(module, () => ({ join: (...parts: string[]) => parts.join("/") }), "/srv/shop", { env: { PATH: "/bin" } });
  return module.exports.apps;
}

/** A variable that the code reads. */
export const wanted = (name: string, fields: object = {}) => ({
  ...{ name, required: true, secret: true, example: "", file: "server.js", line: 1 },
  ...fields,
});
