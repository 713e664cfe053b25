import type { Environment, Project } from "../projects/project.ts";
import type { Deployment, StageRun } from "./deployment.ts";
import type { World } from "./world.ts";

/** A deployment as its page and the API show it. */
export type DeploymentFacts = { deployment: Deployment; stages: StageRun[]; url: string | null; canRollBack: boolean };

/** Where an environment is reached; `null` before something went live there. */
export function environmentUrl(world: World, project: Project, environment: Environment): string | null {
  if (environment.release === null) return null;
  const [hostname] = world.hostnames.ofOwner(environment.id);
  return hostname === undefined ? null : world.edge.origin({ hostname, port: project.port });
}

/** What a deployment opens at: the environment while it is live, else its own name if it still has one. */
export function deploymentUrl(world: World, project: Project, deployment: Deployment): string | null {
  const environment = world.projects.environment(deployment.environment);
  if (environment.deployment === deployment.id) return environmentUrl(world, project, environment);
  return null;
}

/** Its release is kept, has been live or could be, and is not what traffic goes to now. */
export function canRollBack(world: World, deployment: Deployment): boolean {
  if (deployment.state.name !== "retired") return false;
  const { release } = deployment.state;
  if (world.projects.environment(deployment.environment).release === release) return false;
  return world.releases.exists(release);
}

export function deploymentFacts(world: World, project: Project, deployment: Deployment): DeploymentFacts {
  return {
    deployment,
    stages: world.deployments.stages(deployment.id),
    url: deploymentUrl(world, project, deployment),
    canRollBack: canRollBack(world, deployment),
  };
}
