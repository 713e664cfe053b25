import type { ErrorFields } from "../lib/errors.ts";
import type { Environment, Project } from "../projects/project.ts";
import type { Revision } from "../sources/source.ts";
import type { Deployment, SplitSource } from "./deployment.ts";
import { splitRefusal } from "./split.ts";
import { trialOf } from "./trial.ts";
import type { World } from "./world.ts";

/** What could be side B: `value` is what a split is asked for with. */
export type SplitChoice = SplitSource & { value: string; number: number; revision: Revision };

/** One side of a split and what came of it; `null` where the edge does not tell. */
export type SplitSide = {
  side: "A" | "B";
  name: string;
  deployment: { id: string; number: number };
  revision: Revision | null;
  percent: number;
  requests: number | null;
  errors: number | null;
};

/** Whether an environment's visitors are split, or could be. */
export type SplitFacts =
  | { kind: "running"; deployment: Deployment; percent: number; sides: SplitSide[] }
  | { kind: "starting"; deployment: Deployment }
  | { kind: "refused"; problem: ErrorFields }
  | { kind: "ready"; choices: SplitChoice[] };

export async function splitFacts(world: World, project: Project, environment: Environment): Promise<SplitFacts> {
  const running = ofSplits(world.deployments.inState(environment.id, "canary"));
  if (running) return runningFacts(world, environment, running);
  const underWay = world.deployments.unfinished(project.id).filter((one) => one.environment === environment.id);
  const starting = ofSplits(underWay);
  // One that is to be kept is under way again, as any other deployment.
  if (starting && starting.canary !== null) return { kind: "starting", deployment: starting };
  const problem = splitRefusal(world, environment);
  if (problem) return { kind: "refused", problem: problem.toJSON() };
  return { kind: "ready", choices: choicesOf(world, project, environment) };
}

const ofSplits = (deployments: readonly Deployment[]) => deployments.find(({ split }) => split !== null);

async function runningFacts(world: World, environment: Environment, deployment: Deployment): Promise<SplitFacts> {
  const { state, split } = deployment;
  const percent = state.name === "canary" ? state.percent : 0;
  const [ofB, ofA] = await trialOf(world, deployment);
  const counts = (of: typeof ofA) => ({ requests: of?.requests ?? null, errors: of?.errors ?? null });
  const live = environment.deployment === null ? null : world.deployments.find(environment.deployment);
  const sides: SplitSide[] = [
    ...(live ? [{ side: "A" as const, name: "live", ...sideOf(live), percent: 100 - percent, ...counts(ofA) }] : []),
    { side: "B", name: split?.name ?? "", ...sideOf(deployment), percent, ...counts(ofB) },
  ];
  return { kind: "running", deployment, percent, sides };
}

function sideOf({ id, number, revision }: Deployment) {
  return { deployment: { id, number }, revision };
}

function choicesOf(world: World, project: Project, environment: Environment): SplitChoice[] {
  const releases = world.releases.ofEnvironment(environment.id).flatMap((release) => {
    const { id, number, state } = world.deployments.get(release.deployment);
    // One that never answered is no choice.
    if (release.id === environment.release || state.name === "failed") return [];
    const { revision } = release;
    return [{ kind: "release" as const, value: `deployment:${id}`, name: `#${number}`, number, revision }];
  });
  const others = world.projects.environments(project).flatMap(({ id, name, release: live }) => {
    const release = id === environment.id || live === null ? null : world.releases.find(live);
    if (!release) return [];
    const { number } = world.deployments.get(release.deployment);
    const { revision } = release;
    return [{ kind: "environment" as const, value: `environment:${name}`, name, number, revision }];
  });
  return [...others, ...releases];
}
