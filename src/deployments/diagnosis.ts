import type { Diagnosis, LogKind, RuleLanguage } from "../diagnosis/rule.ts";
import { errorText } from "../lib/errors.ts";
import type { Environment } from "../projects/project.ts";
import type { LogLine, Stage } from "./deployment.ts";
import { masker } from "./mask.ts";
import type { Run } from "./run.ts";
import type { World } from "./world.ts";

/** A failed deployment's lines are those of its log, by their ids; those of a crash stand in the service's own log. */
export type ProvedCauses = { of: "failure" | "crash"; at: number; findings: Diagnosis[] };

/** As many lines of a service as tell why it died. */
const LAST_LINES = 200;

/** Which stages' lines prove what, and as which kind of log they are read. */
const READ_AS: Record<Stage, { kind: LogKind; stages: readonly Stage[] }> = {
  source: { kind: "build", stages: ["source"] },
  scan: { kind: "build", stages: ["scan"] },
  plan: { kind: "build", stages: ["plan"] },
  build: { kind: "build", stages: ["build"] },
  start: { kind: "runtime", stages: ["start"] },
  probe: { kind: "runtime", stages: ["start", "probe"] },
  route: { kind: "runtime", stages: ["probe", "route"] },
  retire: { kind: "runtime", stages: ["retire"] },
};

/** Keeps why a run failed in `stage`, once, so that no page reads the log again. That it failed never waits for this. */
export async function keepDiagnosis({ world, deployment }: Run, stage: Stage): Promise<void> {
  try {
    const language = languageOf(world, deployment.id);
    const findings = await readLog(world, await world.logs.read(deployment.id), stage, language);
    if (findings.length > 0) {
      world.deployments.setDiagnosis(deployment.id, { of: "failure", at: world.host.now(), findings });
    }
  } catch (error) {
    console.error(`A failure could not be explained: ${errorText(error)}`);
  }
}

/** What the lines of a failed stage prove. A finding's lines are named by their ids in the log. */
export async function readLog(
  { explain }: Pick<World, "explain">,
  log: readonly LogLine[],
  stage: Stage,
  language: RuleLanguage,
): Promise<Diagnosis[]> {
  const { kind, stages } = READ_AS[stage];
  const lines = log.filter((line) => stages.includes(line.stage));
  const findings = await explain(textOf(lines), { when: kind, language });
  return findings.map((finding) => ({
    ...finding,
    evidence: finding.evidence.map(({ line, text }) => ({ line: lines[line - 1]?.id ?? 0, text })),
  }));
}

/** Keeps why a service of what is live died, by its last lines and by AutoStack's own words for it. */
export async function keepCrash(world: World, environment: Environment, name: string, words: string): Promise<void> {
  const { deployment, project, kind } = environment;
  if (deployment === null) return;
  const mask = masker(world.variables.secretsOf(project, kind));
  const lines = await lastLines(world, name);
  const text = mask(textOf([...lines, { text: words }]));
  const findings = await world.explain(text, { when: "runtime", language: languageOf(world, deployment) });
  if (findings.length === 0) return;
  world.deployments.setDiagnosis(deployment, { of: "crash", at: world.host.now(), findings });
}

async function lastLines({ runtime }: World, name: string): Promise<{ text: string }[]> {
  const lines: { text: string }[] = [];
  const { signal } = new AbortController();
  for await (const line of runtime.logs(name, { follow: false, tail: LAST_LINES, after: null, signal })) {
    lines.push(line);
  }
  return lines;
}

/** One line of text for each line of the log, so that they have the same numbers. */
const textOf = (lines: readonly { text: string }[]): string =>
  lines.map(({ text }) => text.replaceAll(/[\r\n]+/g, " ")).join("\n");

const LANGUAGES: Record<string, RuleLanguage> = {
  javascript: "node",
  typescript: "node",
  kotlin: "java",
  csharp: "dotnet",
  fsharp: "dotnet",
  html: "static",
  hugo: "static",
  zola: "static",
};

/** The rules' name for the language that the deployment's plan tells. */
function languageOf({ deployments, releases }: World, id: string): RuleLanguage {
  const stored = deployments.stages(id).find(({ stage }) => stage === "plan")?.result;
  const plan = stored ? (JSON.parse(stored) as { language?: string; runtime?: { name: string } }) : null;
  const { language, runtime } = plan ?? releases.ofDeployment(id)?.plan ?? {};
  const name = runtime?.name === "bun" || runtime?.name === "deno" ? runtime.name : (language ?? "any").toLowerCase();
  return LANGUAGES[name] ?? (name as RuleLanguage);
}
