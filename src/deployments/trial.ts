import type { Traffic } from "../edge/edge.ts";
import type { Deployment, StageRun, TrialSide } from "./deployment.ts";
import { between } from "./observe.ts";
import type { World } from "./world.ts";

/** What was counted of each release when a canary began: the result of its route stage. */
export type TrialBegin = Record<string, Traffic>;

/** How a canary and what is live fare since visitors are shared between them: the canary first. Empty for all others. */
export async function trialOf(world: World, { id, state, environment }: Deployment): Promise<TrialSide[]> {
  if (state.name !== "canary") return [];
  const begin = countsAtBegin(world.deployments.stages(id));
  // An edge that does not tell now must not take the page with it.
  const now = await world.edge.traffic(environment).catch(() => null);
  if (now === null) return [];
  const live = world.projects.environment(environment).release;
  return [state.release, ...(live === null ? [] : [live])].map((release) => ({
    release,
    ...between(begin[release], now[release]),
  }));
}

function countsAtBegin(stages: readonly StageRun[]): TrialBegin {
  const result = stages.find(({ stage }) => stage === "route")?.result;
  return result ? ((JSON.parse(result) as TrialBegin | null) ?? {}) : {};
}
