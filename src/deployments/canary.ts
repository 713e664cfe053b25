import type { Backend } from "../edge/route.ts";
import { AppError, invalid } from "../lib/errors.ts";
import type { Environment } from "../projects/project.ts";
import { DEPLOYMENT_JOB, type Deployment, type Release } from "./deployment.ts";
import { retireDeployment } from "./retire.ts";
import { backendOf, instancesOf, liveBackend, type Place, routeDeployment, routeEnvironment } from "./routing.ts";
import type { Run } from "./run.ts";
import { type Candidate, targetOf } from "./services.ts";
import type { TrialBegin } from "./trial.ts";
import type { World } from "./world.ts";

/** Of a hundred visitors neither none nor all. */
export const isShare = (percent: number) => Number.isInteger(percent) && percent >= 1 && percent <= 99;

export function checkPercent(percent: number): number {
  if (isShare(percent)) return percent;
  throw invalid(
    "canary",
    "A canary gets from 1 to 99 of a hundred visitors.",
    "To send everybody, deploy without a canary.",
  );
}

/** Two of a service that must be alone cannot serve at once: the one that is live would be stopped for the other. */
export function refuseAlone({ name, settings }: Environment): AppError | null {
  if (settings.switch !== "pause") return null;
  return new AppError({
    code: "must_be_alone",
    status: 409,
    summary: `The service of ${name} must be alone, so two releases cannot serve at once.`,
    hint: "Choose the overlapping switch if two of them may run at once.",
  });
}

/** The new release gets its share of visitors, who stay with it; the old one keeps the others. Gives what was counted before. */
export async function beginCanary(
  run: Run,
  { targets }: Candidate,
  release: Release,
  percent: number,
): Promise<TrialBegin> {
  const live = await liveBackend(run);
  if (!live || targets.length === 0) throw nothingToShareWith();
  // It went live while this one waited.
  if (live.release === release.id) throw sameRelease();
  const fresh = backendOf(release, targets);
  const begin = await run.world.edge.traffic(run.environment.id);
  await routeDeployment(run, run.deployment.id, [fresh]);
  await routeEnvironment(run, shared(live, fresh, percent));
  endOtherTrials(run);
  run.note(beginWords(run.deployment, percent));
  return begin;
}

function shared(live: Backend, fresh: Backend, percent: number): Backend[] {
  return [
    { ...live, weight: 100 - percent },
    { ...fresh, weight: percent },
  ];
}

/** One at a time: visitors are shared between two. */
function endOtherTrials({ world, environment, deployment }: Run): void {
  for (const { id } of world.deployments.inState(environment.id, "canary")) {
    if (id === deployment.id) continue;
    world.deployments.setState(id, { name: "superseded", by: deployment.id }, world.host.now());
    retireDeployment(world, id);
    world.bell.ring(id);
  }
}

function beginWords({ split }: Deployment, percent: number): string {
  const share = `${percent} of a hundred visitors get`;
  if (split === null) return `${share} this release. Promote it, or abort it.`;
  return `${share} side B of the split, ${split.name}; all others get A, what is live. Keep one of them to end it.`;
}

/** Sends everybody to a canary: the rest of its way to live. */
export function promoteCanary(world: World, deployment: Deployment): void {
  canaryState(deployment);
  world.deployments.setCanary(deployment.id, null);
  world.deployments.setState(deployment.id, { name: "running", stage: "start" }, world.host.now());
  world.enqueue({ kind: DEPLOYMENT_JOB, subject: deployment.environment, payload: deployment.id });
  world.bell.ring(deployment.id);
}

/** Gives a canary another share. */
export async function changeCanary(world: World, deployment: Deployment, percent: number): Promise<void> {
  const { release } = canaryState(deployment);
  checkPercent(percent);
  world.deployments.setCanary(deployment.id, percent);
  world.deployments.setState(deployment.id, { name: "canary", release, percent }, world.host.now());
  await world.changes.run(deployment.environment, () => routeServing(placeOf(world, deployment)));
  world.bell.ring(deployment.id);
}

/** Everybody goes back to what is live; the canary's services end once their connections have. */
export async function abortCanary(world: World, deployment: Deployment): Promise<void> {
  canaryState(deployment);
  const place = placeOf(world, deployment);
  await world.changes.run(deployment.environment, async () => {
    const live = await liveBackend(place);
    if (live) await routeEnvironment(place, [live]);
  });
  world.deployments.setState(deployment.id, { name: "cancelled" }, world.host.now());
  retireDeployment(world, deployment.id);
  world.bell.ring(deployment.id);
}

/** The deployment that some of an environment's visitors try out. */
export function canaryOf(world: World, environment: string): Deployment | null {
  return world.deployments.inState(environment, "canary")[0] ?? null;
}

/** Leads visitors to where what is live runs now, and what is on trial with its share; nowhere else while it sleeps. */
export async function routeServing(place: Place): Promise<void> {
  const { world, environment } = place;
  const live = await liveBackend(place);
  if (!live) return;
  const canary = canaryOf(world, environment.id);
  const fresh = canary && (await trialBackend(world, canary));
  const { deployment } = environment;
  // In one change: whoever has got side B must not be sent to A in between.
  await Promise.all([
    routeEnvironment(place, fresh ? shared(live, fresh, fresh.weight) : [live]),
    deployment !== null && routeDeployment(place, deployment, [live]),
  ]);
}

/** What is on trial, with its share as its weight; `null` when nothing of it runs. */
async function trialBackend(world: World, deployment: Deployment): Promise<Backend | null> {
  const { release, percent } = canaryState(deployment);
  const trial = world.releases.find(release);
  const targets = trial ? await trialTargets(world, deployment, trial) : [];
  return trial && targets.length > 0 ? { ...backendOf(trial, targets), weight: percent } : null;
}

async function trialTargets(world: World, deployment: Deployment, { artifact }: Release) {
  if (artifact.kind === "site") return [{ kind: "site", folder: artifact.folder } as const];
  return (await instancesOf(world, deployment.id)).flatMap(targetOf);
}

function placeOf(world: World, { project, environment }: Deployment): Place {
  return { world, project: world.projects.get(project), environment: world.projects.environment(environment) };
}

function canaryState({ state }: Deployment) {
  if (state.name === "canary") return state;
  throw new AppError({ code: "no_canary", status: 409, summary: "This deployment is not a canary now." });
}

function sameRelease(): AppError {
  const summary = "This release is live already, so there are no two to share visitors between.";
  return new AppError({ code: "same_release", status: 409, summary });
}

function nothingToShareWith(): AppError {
  return new AppError({
    code: "nothing_to_share_with",
    status: 409,
    summary: "There is nothing live that a canary could share visitors with.",
    hint: "Deploy it without a canary first.",
  });
}
