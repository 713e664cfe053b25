import type { User } from "../accounts/user.ts";
import type { Environment, Project } from "../projects/project.ts";
import type { Deployment, Release, StageRun, TrialSide } from "./deployment.ts";
import type { ProvedCauses } from "./diagnosis.ts";
import { proposeRollback, rollbackWarnings } from "./smart-rollback.ts";
import { trialOf } from "./trial.ts";
import type { World } from "./world.ts";

/** A deployment as its page and the API show it. */
export type DeploymentFacts = {
  project: Project;
  deployment: Deployment;
  stages: StageRun[];
  url: string | null;
  canRollBack: boolean;
  /** What somebody should know before they roll back to it. */
  warnings: string[];
  /** Whether its release is kept and is not the live one, so that the two can be compared. */
  canCompare: boolean;
  /** Why it failed, or what it serves crashed, as far as its log proves it. */
  diagnosis: ProvedCauses | null;
  /** While it is tried out: itself first, then what is live. */
  trial: TrialSide[];
};

/** Where an environment is reached; `null` before something went live there. */
export function environmentUrl(world: World, project: Project, environment: Environment): string | null {
  if (environment.release === null) return null;
  const [hostname] = world.hostnames.ofOwner(environment.id);
  return hostname === undefined ? null : world.edge.origin({ hostname, port: project.port });
}

export async function deploymentFacts(
  world: World,
  project: Project,
  deployment: Deployment,
): Promise<DeploymentFacts> {
  const environment = world.projects.environment(deployment.environment);
  const isLive = environment.deployment === deployment.id;
  return {
    ...{ project, deployment },
    stages: world.deployments.stages(deployment.id),
    url: isLive ? environmentUrl(world, project, environment) : null,
    ...rollbackFacts(world, deployment, environment),
    canCompare: canCompare(world, deployment, environment),
    diagnosis: world.deployments.diagnosis(deployment.id),
    trial: await trialOf(world, deployment),
  };
}

function rollbackFacts(world: World, deployment: Deployment, environment: Environment) {
  if (!canRollBack(world, deployment, environment)) return { canRollBack: false, warnings: [] };
  const release = deployment.state.name === "retired" ? world.releases.find(deployment.state.release) : null;
  return { canRollBack: true, warnings: release ? rollbackWarnings(world, release) : [] };
}

function canCompare(world: World, { id, input }: Deployment, { release: live }: Environment): boolean {
  if (live === null || !world.releases.exists(live)) return false;
  const own = input.kind === "release" ? input.release : world.releases.ofDeployment(id)?.id;
  return own !== undefined && own !== live && world.releases.exists(own);
}

/** It has been live, its release is kept, and that is not what traffic goes to now. */
function canRollBack(world: World, { state }: Deployment, environment: Environment): boolean {
  if (state.name !== "retired" || environment.release === state.release) return false;
  return world.releases.exists(state.release);
}

/** The deployments of a project, newest first, below the number `before`. */
export function deploymentItems(world: World, project: Project, limit: number, before?: number) {
  const environments = new Map(world.projects.environments(project).map((found) => [found.id, found]));
  return world.deployments.ofProject(project.id, limit, before).flatMap((deployment) => {
    const environment = environments.get(deployment.environment);
    if (!environment) return [];
    return [{ deployment, environment: environment.name, ...rollbackFacts(world, deployment, environment) }];
  });
}

export function dashboardCards(world: World, user: User) {
  const latest = world.deployments.latestOfUser(user.id);
  return world.projects.ofUser(user).map((project) => ({
    project,
    url: environmentUrl(world, project, world.projects.production(project)),
    latest: latest.get(project.id) ?? null,
  }));
}

const RECENT = 5;

export function overviewOf(world: World, project: Project) {
  const [production, ...previews] = world.projects.environments(project);
  const items = deploymentItems(world, project, 20);
  const ofProduction = items.filter(({ deployment }) => deployment.environment === production?.id);
  const latest = ofProduction[0]?.deployment ?? null;
  return {
    project,
    production: production ? productionOf(world, project, production) : null,
    latest: latest?.id === production?.deployment ? null : latest,
    rollback: production ? proposeRollback(world, production) : null,
    previews: previews.map((environment) => ({
      environment,
      url: environmentUrl(world, project, environment),
      deployment: environment.deployment === null ? null : world.deployments.find(environment.deployment),
    })),
    recent: items.slice(0, RECENT),
    events: world.events.ofProject(project.id, RECENT),
  };
}

function productionOf(world: World, project: Project, environment: Environment) {
  const url = environmentUrl(world, project, environment);
  const deployment = environment.deployment === null ? null : world.deployments.find(environment.deployment);
  const release = liveRelease(world, environment);
  if (!url || !deployment || !release) return null;
  return { url, deployment, release, stages: world.deployments.stages(deployment.id) };
}

export function liveRelease(world: World, { release }: Environment): Release | null {
  return release === null ? null : world.releases.find(release);
}
