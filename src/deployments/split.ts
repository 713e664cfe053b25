import { AppError, invalid, notFound } from "../lib/errors.ts";
import type { Environment, Project } from "../projects/project.ts";
import type { Revision } from "../sources/source.ts";
import { canaryOf, isShare, refuseAlone } from "./canary.ts";
import type { Deployment, DeploymentInput, SplitSource } from "./deployment.ts";
import type { Deployments } from "./deployments.ts";
import { releaseGone } from "./release-errors.ts";
import { liveBackend } from "./routing.ts";
import type { World } from "./world.ts";

/** `side`: `deployment:<id>` for the release of a deployment of the environment, `environment:<name>` for what is live in another one. */
export type SplitWish = { side: string; percent: number; startedBy: string };

type Side = { input: DeploymentInput; split: SplitSource; revision: Revision };
type Place = { project: Project; environment: Environment };

/** Gives a share of an environment's visitors to side B; what is live is side A, and keeps the others. */
export async function startSplit(
  world: World,
  deployments: Deployments,
  place: Place,
  { side, percent, startedBy }: SplitWish,
): Promise<Deployment> {
  if (!isShare(percent)) throw invalid("percent", "Side B gets from 1 to 99 of a hundred visitors.");
  const refusal = splitRefusal(world, place.environment) ?? (await nothingServes(world, place));
  if (refusal) throw refusal;
  const chosen = await sideOf(world, deployments, place, side);
  return deployments.tryOut(place.environment, { ...chosen, canary: percent, startedBy });
}

/** Why the environment's visitors cannot be split now, or `null`. */
export function splitRefusal(world: World, environment: Environment): AppError | null {
  const { name } = environment;
  if (environment.release === null)
    return refuse("nothing_live", `Nothing is live in ${name} yet.`, "Deploy it first: what is live is side A.");
  const alone = refuseAlone(environment);
  if (alone) return alone;
  if (canaryOf(world, environment.id))
    return refuse("on_trial", `A release is on trial in ${name} already.`, "Keep one of the two first.");
  if (world.states.asleepSince(environment.id) !== null)
    return refuse("asleep", `${name} sleeps, so it has no visitors to split.`, "Open it, then start the split.");
  return null;
}

/** A worker has no visitors. */
async function nothingServes(world: World, { project, environment }: Place): Promise<AppError | null> {
  if ((await liveBackend({ world, project, environment })) !== null) return null;
  return refuse(
    "no_web",
    `Nothing that visitors reach runs in ${environment.name}.`,
    "Only a site or a web service can be split.",
  );
}

const refuse = (code: string, summary: string, hint: string) => new AppError({ code, status: 409, summary, hint });

async function sideOf(world: World, deployments: Deployments, place: Place, side: string): Promise<Side> {
  const [kind, ...rest] = side.split(":");
  const name = rest.join(":");
  if (kind === "deployment") return releaseSide(world, deployments, place, name);
  if (kind === "environment") return environmentSide(world, place, name);
  throw invalid("side", "Side B is a release or a branch.", "Choose one of those that are offered.");
}

/** As it was, with its own variables, as a roll back to it would bring it. */
async function releaseSide(
  world: World,
  deployments: Deployments,
  { project, environment }: Place,
  id: string,
): Promise<Side> {
  const deployment = deployments.find(project, id);
  if (deployment.environment !== environment.id) throw notFound("deployment");
  const release = deployments.release(deployment);
  if (!release || !(await world.runtime.artifactExists(release.artifact))) throw releaseGone();
  if (release.id === environment.release) throw isLiveAlready(`#${deployment.number}`);
  const { number } = world.deployments.get(release.deployment);
  const input = { kind: "release", release: release.id } as const;
  return { input, split: { kind: "release", name: `#${number}` }, revision: release.revision };
}

/** What was built there, with the variables of this environment: its visitors must not meet another one's database. */
async function environmentSide(world: World, { project, environment }: Place, name: string): Promise<Side> {
  const other = world.projects.environments(project).find((one) => one.name === name);
  if (!other) throw notFound("environment");
  if (other.id === environment.id) throw isLiveAlready(name);
  const release = other.release === null ? null : world.releases.find(other.release);
  if (!release) throw invalid("side", `Nothing is live in ${name} yet.`, "Deploy that branch first.");
  if (!(await world.runtime.artifactExists(release.artifact))) throw releaseGone();
  const input = { kind: "restart", release: release.id } as const;
  return { input, split: { kind: "environment", name }, revision: release.revision };
}

function isLiveAlready(name: string): AppError {
  return invalid("side", `${name} is what is live: it is side A already.`, "Choose another one as side B.");
}
