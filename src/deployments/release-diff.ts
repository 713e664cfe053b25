import type { AppPlan } from "../plans/plan.ts";
import type { Revision } from "../sources/source.ts";
import type { Release } from "./deployment.ts";
import { artifactId } from "./release-hash.ts";

export type NamesDiff = { added: string[]; removed: string[]; changed: string[] };
export type PlanDifference = { field: string; from: string; to: string };

/** What is another in release `to` than in `from`. Of variables only names: a value is never shown. */
export type ReleaseDiff = {
  variables: NamesDiff;
  plan: PlanDifference[];
  hostnames: { added: string[]; removed: string[] };
  /** `null` when both were made of the same code. */
  code: { from: Revision; to: Revision } | null;
  /** Whether both run the very same image or files. */
  sameArtifact: boolean;
  /** Whether they are the same in all that counts: their content hashes are equal. */
  same: boolean;
};

export function diffReleases(from: Release, to: Release): ReleaseDiff {
  return {
    variables: diffVariables(from.variables, to.variables),
    plan: diffPlans(from.plan, to.plan),
    hostnames: { added: without(to.hostnames, from.hostnames), removed: without(from.hostnames, to.hostnames) },
    code: from.snapshot.hash === to.snapshot.hash ? null : { from: from.revision, to: to.revision },
    sameArtifact: artifactId(from.artifact) === artifactId(to.artifact),
    same: from.hash === to.hash,
  };
}

function diffVariables(from: Release["variables"], to: Release["variables"]): NamesDiff {
  const [before, after] = [Object.keys(from), Object.keys(to)];
  return {
    added: without(after, before),
    removed: without(before, after),
    changed: after.filter((name) => Object.hasOwn(from, name) && from[name] !== to[name]).sort(),
  };
}

const without = (names: readonly string[], others: readonly string[]) =>
  names.filter((name) => !others.includes(name)).sort();

/** Where something was read from, and what was noticed on the way, changes nothing of what is built and run. */
function diffPlans(from: AppPlan, to: AppPlan): PlanDifference[] {
  const [before, after] = [planFields(from), planFields(to)];
  return Object.keys(before).flatMap((field) => {
    const [old = "", fresh = ""] = [before[field], after[field]];
    return old === fresh ? [] : [{ field, from: old, to: fresh }];
  });
}

function planFields(plan: AppPlan): Record<string, string> {
  const {
    facts,
    findings,
    imports,
    decided,
    connections,
    runtime,
    hooks,
    packages,
    processes,
    variables,
    values,
    settings,
    ...plain
  } = plan;
  const own = Object.entries(plain).map(([field, value]) => [field, fieldText(value)]);
  const commands = Object.entries(hooks).map(([field, value]) => [field, fieldText(value)]);
  return {
    ...Object.fromEntries(own),
    runtime: `${runtime.name} ${runtime.version}`,
    ...Object.fromEntries(commands),
    packages: [...packages.build, ...packages.run].join(", "),
    processes: processes.map(({ name, command }) => `${name}: ${command}`).join(", "),
    values: Object.entries(values)
      .map((pair) => pair.join("="))
      .join(", "),
    settings: Object.entries(settings ?? {})
      .map((pair) => pair.join(": "))
      .join(", "),
    variables: variables.map(({ name }) => name).join(", "),
  };
}

function fieldText(value: string | number | null | readonly string[]): string {
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

/** How many differences there are in the words of a sentence: `2 variables and 3 deployed commits`; `null` when there are none. */
export function diffWords(
  { variables, plan, hostnames, code, sameArtifact }: ReleaseDiff,
  commits: number,
): string | null {
  const count = (number: number, noun: string) => (number === 0 ? [] : [`${number} ${noun}${number === 1 ? "" : "s"}`]);
  const parts = [
    ...count(variables.added.length + variables.removed.length + variables.changed.length, "variable"),
    ...count(plan.length, "setting"),
    ...count(hostnames.added.length + hostnames.removed.length, "hostname"),
    ...(code === null ? [] : commits > 0 ? count(commits, "deployed commit") : ["its code"]),
  ];
  if (parts.length === 0) return sameArtifact ? null : "its build";
  return parts.length === 1 ? (parts[0] ?? null) : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
