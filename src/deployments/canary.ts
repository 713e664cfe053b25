import { AppError, invalid } from "../lib/errors.ts";
import { DEPLOYMENT_JOB, type Deployment, type Release } from "./deployment.ts";
import { retireDeployment } from "./retire.ts";
import { backendOf, instancesOf, liveBackend, type Place, routeDeployment, routeEnvironment } from "./routing.ts";
import type { Run } from "./run.ts";
import { type Candidate, targetOf } from "./services.ts";
import type { TrialBegin } from "./trial.ts";
import type { World } from "./world.ts";

/** A share of visitors that is neither none nor all. */
export function checkPercent(percent: number): number {
  if (Number.isInteger(percent) && percent >= 1 && percent <= 99) return percent;
  throw invalid(
    "canary",
    "A canary gets from 1 to 99 of a hundred visitors.",
    "To send everybody, deploy without a canary.",
  );
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
  const fresh = backendOf(release, targets);
  const begin = await run.world.edge.traffic(run.environment.id);
  await routeDeployment(run, run.deployment.id, [fresh]);
  await routeEnvironment(run, [
    { ...live, weight: 100 - percent },
    { ...fresh, weight: percent },
  ]);
  run.note(`${percent} of a hundred visitors get this release. Promote it, or abort it.`);
  return begin;
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
  await world.changes.run(deployment.environment, () => routeCanary(world, world.deployments.get(deployment.id)));
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

/** Leads both shares to where they run now. */
export async function routeCanary(world: World, deployment: Deployment): Promise<void> {
  const { release, percent } = canaryState(deployment);
  const place = placeOf(world, deployment);
  const live = await liveBackend(place);
  const trial = world.releases.find(release);
  const targets = trial ? await canaryTargets(world, deployment, trial) : [];
  if (!live || !trial || targets.length === 0) return;
  await routeEnvironment(place, [
    { ...live, weight: 100 - percent },
    { ...backendOf(trial, targets), weight: percent },
  ]);
}

async function canaryTargets(world: World, deployment: Deployment, { artifact }: Release) {
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

function nothingToShareWith(): AppError {
  return new AppError({
    code: "nothing_to_share_with",
    status: 409,
    summary: "There is nothing live that a canary could share visitors with.",
    hint: "Deploy it without a canary first.",
  });
}
