import { deploymentHostname, productionHostname } from "../domains/hostnames.ts";
import { type Backend, OPEN, type Route, type Target } from "../edge/route.ts";
import { AppError } from "../lib/errors.ts";
import { shortId } from "../lib/ids.ts";
import { SECOND_MS } from "../lib/time.ts";
import type { Instance, StartRequest } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";
import { removeOldReleases } from "./retention.ts";
import type { Run } from "./run.ts";

/** A release's services, started and unrouted. A worker has nothing that traffic could go to. */
export type Candidate = { services: Instance[]; target: Target | null };

/** Old and new serve together this long, for requests that were on their way. */
const OVERLAP_MS = SECOND_MS;
/** How long a service may take to end after SIGTERM. */
export const GRACE_MS = 10 * SECOND_MS;

/** Runs what must be done before traffic moves, and starts all services of the release beside what runs now. */
export async function startCandidate(run: Run, release: Release): Promise<Candidate> {
  await beforeSwitch(run, release);
  return startServices(run, release);
}

/** Starting again finds what was started before. */
export async function startServices(run: Run, release: Release): Promise<Candidate> {
  const { runtime } = run.world;
  if (release.artifact.kind === "site") {
    run.note("A static site: its files are served without a service of its own.");
    return { services: [], target: { kind: "site", folder: release.artifact.folder } };
  }
  const requests = servicesOf(run, release);
  const services: Instance[] = [];
  for (const request of requests) {
    services.push(await runtime.start(request));
    run.note(`Started ${request.service} (${request.name}).`);
  }
  return { services, target: targetOf(services) };
}

function servicesOf(run: Run, release: Release): StartRequest[] {
  const { plan, artifact } = release;
  const variables = { ...release.variables, ...ownVariables(run) };
  const main = plan.kind === "worker" ? "worker" : "web";
  const start = (service: string, command: string | null, port: number | null): StartRequest => ({
    ...{ service, command, port, artifact, variables },
    labels: run.labels,
    name: `${run.name}-${service}`,
    network: networkOf(run.project.slug, run.environment.id),
    limits: run.world.config.limits,
  });
  const others = plan.processes.filter(({ name }) => name !== main && name !== "release");
  return [start(main, plan.start, plan.port), ...others.map(({ name, command }) => start(name, command, null))];
}

/** What a service may want to know of itself, to print or to tell its versions apart. */
function ownVariables({ project, environment, deployment }: Run): Record<string, string> {
  return {
    AUTOSTACK_PROJECT: project.slug,
    AUTOSTACK_ENVIRONMENT: environment.name,
    AUTOSTACK_DEPLOYMENT: shortId(deployment.id),
  };
}

/** One private network an environment: its services reach each other, and nobody else's. */
export function networkOf(slug: string, environment: string): string {
  return `autostack-${slug}-${shortId(environment)}`;
}

function targetOf([main]: Instance[]): Target | null {
  return main?.address && main.port !== null ? { kind: "server", address: main.address, port: main.port } : null;
}

/** Migrations and the like: they end well before traffic moves, or nothing moves. */
async function beforeSwitch(run: Run, release: Release): Promise<void> {
  const command = release.plan.hooks.beforeSwitch;
  const [request] = release.artifact.kind === "site" ? [] : servicesOf(run, release);
  if (!command || !request) return;
  run.note(`Before the switch: ${command}`);
  const exitCode = await run.world.runtime.run(
    { ...request, name: `${run.name}-before-switch` },
    command,
    run.log,
    run.signal,
  );
  if (exitCode === 0) return;
  throw new AppError({
    code: "hook_failed",
    status: 422,
    summary: `The command before the switch ended with exit code ${exitCode}: ${command}`,
    hint: "Traffic stays where it was. Read its output above.",
  });
}

/** From here on the release is live: the edge follows first, then the record of it. */
export async function switchTraffic(run: Run, { target }: Candidate, release: Release): Promise<void> {
  if (target) await applyRoutes(run, backendOf(release, target));
  recordLive(run, release);
  run.note(target ? `Traffic goes to this release: ${urlOf(run)}` : "The worker runs.");
}

export function backendOf(release: Release, target: Target): Backend {
  return { release: release.id, weight: 1, targets: [target] };
}

/** The environment's name and the deployment's own lead to the backend; resolves when traffic follows. */
export async function applyRoutes(run: Run, backend: Backend): Promise<void> {
  const { world, environment, deployment } = run;
  await Promise.all([
    world.edge.apply(deployment.id, deploymentRoutes(run, backend)),
    world.edge.apply(environment.id, environmentRoutes(run, backend)),
  ]);
}

function recordLive({ world, environment, deployment }: Run, release: Release): void {
  const now = world.host.now();
  for (const old of world.deployments.inState(environment.id, "live")) {
    if (old.state.name !== "live" || old.id === deployment.id) continue;
    world.deployments.setState(old.id, { name: "retired", release: old.state.release }, now);
    world.bell.ring(old.id);
  }
  world.projects.setLive(environment.id, release.id, deployment.id);
}

function environmentRoutes(run: Pick<Run, "world" | "project" | "environment">, backend: Backend): Route[] {
  return [{ hostname: claimHostname(run), port: run.project.port, backends: [backend], gate: OPEN }];
}

/** The environment's own name, claimed so that nobody else gets it. Throws when somebody has. */
export function claimHostname({ world, project, environment }: Pick<Run, "world" | "project" | "environment">): string {
  const base = world.config.baseDomain ?? "localhost";
  const owner = { owner: environment.id, project: project.id };
  if (environment.kind === "preview") {
    return world.hostnames.claimPreview({ slug: project.slug, branch: environment.name, base, ...owner });
  }
  const hostname = productionHostname(project.slug, base);
  world.hostnames.claim({ hostname, ...owner });
  return hostname;
}

/** Where no wildcard name exists there is no name for a single deployment either. */
function deploymentRoutes({ world, project, deployment }: Run, backend: Backend): Route[] {
  const { baseDomain } = world.config;
  if (baseDomain === null) return [];
  const hostname = deploymentHostname(project.slug, shortId(deployment.id), baseDomain);
  world.hostnames.claim({ hostname, owner: deployment.id, project: project.id });
  return [{ hostname, port: null, backends: [backend], gate: OPEN }];
}

function urlOf(run: Run): string {
  return run.world.edge.origin({ hostname: claimHostname(run), port: run.project.port });
}

/** Ends what ran before. Nothing here can fail the deployment any more: traffic has moved. */
export async function retireOthers(run: Run, release: Release): Promise<void> {
  const { world, environment, deployment, signal } = run;
  await world.host.sleep(OVERLAP_MS, signal);
  const others = (await world.runtime.list()).filter(
    ({ labels }) => labels.environment === environment.id && labels.deployment !== deployment.id,
  );
  for (const { name, labels } of others) {
    await world.edge.apply(labels.deployment, []);
    await world.runtime.stop(name, GRACE_MS);
    run.note(`Stopped ${name}.`);
  }
  await afterSwitch(run, release);
  await removeOldReleases(world, environment.id);
}

async function afterSwitch(run: Run, release: Release): Promise<void> {
  const command = release.plan.hooks.afterSwitch;
  const [request] = release.artifact.kind === "site" ? [] : servicesOf(run, release);
  if (!command || !request) return;
  run.note(`After the switch: ${command}`);
  const exitCode = await run.world.runtime.run(
    { ...request, name: `${run.name}-after-switch` },
    command,
    run.log,
    run.signal,
  );
  if (exitCode !== 0)
    run.note(`The command after the switch ended with exit code ${exitCode}. The release stays live.`);
}
