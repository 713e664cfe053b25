import { deploymentHostname, productionHostname } from "../domains/hostnames.ts";
import { type Backend, type Gate, isHealthPath, OPEN, type Route, type Target } from "../edge/route.ts";
import { shortId } from "../lib/ids.ts";
import type { EnvironmentSettings } from "../projects/environment-settings.ts";
import type { Environment, Project } from "../projects/project.ts";
import type { Instance } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";
import { replicaOf, targetOf } from "./services.ts";
import type { World } from "./world.ts";

/** An environment with its project: what a route belongs to. */
export type Place = { world: World; project: Project; environment: Environment };

/** What a release offers to traffic, as the whole of it. */
export function backendOf({ id, plan }: Pick<Release, "id" | "plan">, targets: readonly Target[]): Backend {
  const backend = { release: id, weight: 1, targets };
  return plan.health && isHealthPath(plan.health) ? { ...backend, health: plan.health } : backend;
}

/** The environment's name leads to these backends; resolves when traffic follows. Without any, requests wait at the edge. */
export function routeEnvironment(place: Place, backends: readonly Backend[]): Promise<void> {
  const { world, project, environment } = place;
  const route: Route = {
    hostname: claimHostname(place),
    port: project.port,
    backends,
    gate: gateOf(world.projects.environment(environment.id).settings),
  };
  return world.edge.apply(environment.id, [route]);
}

/** A deployment's own name, which never leads to another one. Where no wildcard name exists there is none. */
export function routeDeployment(
  { world, project, environment }: Place,
  deployment: string,
  backends: readonly Backend[],
): Promise<void> {
  const { baseDomain } = world.config;
  if (baseDomain === null) return Promise.resolve();
  const hostname = deploymentHostname(project.slug, shortId(deployment), baseDomain);
  world.hostnames.claim({ hostname, owner: deployment, project: project.id });
  // Maintenance is for visitors: by this name whoever works on it can look.
  const { settings } = world.projects.environment(environment.id);
  const gate = settings.gate.kind === "password" ? gateOf(settings) : OPEN;
  return world.edge.apply(deployment, [{ hostname, port: null, backends, gate }]);
}

/** The environment's own name, claimed so that nobody else gets it. Throws when somebody has. */
export function claimHostname({ world, project, environment }: Place): string {
  const base = world.config.baseDomain ?? "localhost";
  const owner = { owner: environment.id, project: project.id };
  if (environment.kind === "preview") {
    return world.hostnames.claimPreview({ slug: project.slug, branch: environment.name, base, ...owner });
  }
  const hostname = productionHostname(project.slug, base);
  world.hostnames.claim({ hostname, ...owner });
  return hostname;
}

/** The environment's own name and that of its live deployment; without a backend requests wait at both. */
export async function routeLive(place: Place, backends: readonly Backend[]): Promise<void> {
  const { deployment } = place.environment;
  await Promise.all([
    routeEnvironment(place, backends),
    deployment !== null && routeDeployment(place, deployment, backends),
  ]);
}

/** What serves the environment now; `null` before something went live, while it sleeps, and for workers. */
export async function liveBackend({ world, environment }: Place): Promise<Backend | null> {
  const release = environment.release === null ? null : world.releases.find(environment.release);
  if (!release || world.states.asleepSince(environment.id) !== null) return null;
  if (release.artifact.kind === "site") {
    return backendOf(release, [{ kind: "site", folder: release.artifact.folder }]);
  }
  const targets = (await replicasOf({ world, environment })).flatMap(targetOf);
  return targets.length === 0 ? null : backendOf(release, targets);
}

/** The replicas that are to have traffic: not those that end, and no other process of the release. */
async function replicasOf({ world, environment }: Omit<Place, "project">): Promise<Instance[]> {
  const count = world.states.replicas(world.projects.environment(environment.id));
  return (await instancesOf(world, environment.deployment)).filter((instance) => {
    const replica = replicaOf(instance);
    return replica !== null && replica < count;
  });
}

export function placeOf(world: World, environment: Environment): Place {
  return { world, environment, project: world.projects.get(environment.project) };
}

export async function instancesOf(world: World, deployment: string | null): Promise<Instance[]> {
  return (await world.runtime.list()).filter(({ labels }) => labels.deployment === deployment);
}

function gateOf({ gate }: EnvironmentSettings): Gate {
  if (gate.kind !== "password") return gate.kind === "open" ? OPEN : gate;
  return { kind: "password", users: gate.users.map(({ name, hash }) => `${name}:${hash}`) };
}
