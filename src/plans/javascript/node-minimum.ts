import { fact, finding } from "../folder.ts";
import type { Finding } from "../plan.ts";
import type { PackageJson } from "./package-json.ts";
import { placeOf } from "./package-json.ts";
import type { JavascriptBase } from "./project.ts";

/** Where nothing else is asked for, the newest release line that is supported for long. */
const NEWEST = "24";

type Needs = { name: string; dependency: string; node?: readonly (readonly [major: number, node: string])[] };

const tooOld = (name: string, needed: string, has: string) => ({
  title: `${name} needs Node ${needed} or newer, and the project asks for Node ${has}.`,
  fix: `Ask for Node ${needed.split(".")[0]} or newer where the version is set.`,
});

export const majorOf = (range: string | undefined): number | null => {
  const major = /(\d+)/.exec(range ?? "")?.[1];
  return major === undefined ? null : Number(major);
};

/** The oldest Node for the version in `package.json`; a version that is no number counts as the newest. */
function neededNode(pkg: PackageJson, { dependency, node = [] }: Needs): string | null {
  const major = majorOf(pkg.dependencies.get(dependency)) ?? Number.MAX_SAFE_INTEGER;
  return node.find(([from]) => major >= from)?.[1] ?? null;
}

/** The draft on a Node that its framework runs on; what the project itself asks for stays, with a finding. */
export function atLeast<Base extends JavascriptBase & { findings: Finding[] }>(
  base: Base,
  pkg: PackageJson,
  needs: Needs,
): Base {
  const needed = neededNode(pkg, needs);
  const has = base.runtime.version;
  if (needed === null || Bun.semver.satisfies(`${has}.999.999`, `>=${needed}`)) return base;
  const at = placeOf(pkg, needs.dependency);
  if (base.runtime.from === "default") {
    const facts = [...base.facts, fact("node version", `>=${needed}`, at)];
    return { ...base, runtime: { ...base.runtime, version: NEWEST, from: at.file }, facts };
  }
  const problem = finding("error", "node-too-old", tooOld(needs.name, needed, has), at);
  return { ...base, findings: [...base.findings, problem] };
}
