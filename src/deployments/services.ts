import type { Target } from "../edge/route.ts";
import { AppError } from "../lib/errors.ts";
import { shortId } from "../lib/ids.ts";
import type { Instance, StartRequest } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";
import type { Run } from "./run.ts";

/** A release's services, started. `targets` is where traffic could go: the replicas of the web service, or the files. None for a worker. */
export type Candidate = { services: Instance[]; targets: readonly Target[] };

/** Starts all services of the release. Starting again finds what was started before. */
export async function startServices(run: Run, release: Release): Promise<Candidate> {
  if (release.artifact.kind === "site") {
    run.note("A static site: its files are served without a service of its own.");
    return { services: [], targets: [{ kind: "site", folder: release.artifact.folder }] };
  }
  const services: Instance[] = [];
  for (const request of servicesOf(run, release)) {
    services.push(await run.world.runtime.start(request));
    run.note(`Started ${request.service} (${request.name}).`);
  }
  return { services, targets: services.flatMap(targetOf) };
}

/** All of a release: as many of the web service as the environment has now, and one of each other process. */
function servicesOf(run: Run, release: Release): StartRequest[] {
  const { plan } = release;
  const others = plan.processes
    .filter(({ name }) => name !== mainService(release) && name !== "release")
    .map(({ name, command }) =>
      request(run, release, { service: name, name: `${run.name}-${name}`, command, port: null }),
    );
  const replicas = plan.kind === "server" ? replicasNow(run) : 1;
  return [...Array.from({ length: replicas }, (_, index) => mainRequest(run, release, index)), ...others];
}

/** The settings may have changed since the run began. */
function replicasNow({ world, environment }: Run): number {
  return world.states.replicas(world.projects.environment(environment.id));
}

const mainService = ({ plan }: Release) => (plan.kind === "worker" ? "worker" : "web");

/** The service that traffic goes to; its replicas are counted from 0 and differ in their names only. */
export function mainRequest(run: Run, release: Release, replica: number): StartRequest {
  const service = mainService(release);
  const name = `${run.name}-${service}${replica === 0 ? "" : `-${replica + 1}`}`;
  return request(run, release, { service, name, command: release.plan.start, port: release.plan.port });
}

/** Which replica of the web service it is, from 0; `null` for what is none of them. */
export function replicaOf({ name, service }: Pick<Instance, "name" | "service">): number | null {
  if (service !== "web") return null;
  return name.endsWith("-web") ? 0 : Number(name.slice(name.lastIndexOf("-") + 1)) - 1;
}

type Place = Pick<StartRequest, "service" | "name" | "command" | "port">;

function request(run: Run, { artifact, variables }: Release, place: Place): StartRequest {
  const { world, project, environment, labels } = run;
  return {
    ...place,
    ...{ artifact, labels },
    variables: { ...variables, ...ownVariables(run) },
    network: networkOf(project.slug, environment.id),
    limits: world.config.limits,
  };
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

export function targetOf({ address, port }: Instance): Target[] {
  return address !== null && port !== null ? [{ kind: "server", address, port }] : [];
}

/** Migrations and the like: they end well before traffic moves, or nothing moves. */
export async function beforeSwitch(run: Run, release: Release): Promise<void> {
  const command = release.plan.hooks.beforeSwitch;
  if (!command || release.artifact.kind === "site") return;
  run.note(`Before the switch: ${command}`);
  const exitCode = await runCommand(run, release, "before-switch", command);
  if (exitCode === 0) return;
  throw new AppError({
    code: "hook_failed",
    status: 422,
    summary: `The command before the switch ended with exit code ${exitCode}: ${command}`,
    hint: "Traffic stays where it was. Read its output above.",
  });
}

/** Too late to stop anything: traffic has moved. */
export async function afterSwitch(run: Run, release: Release): Promise<void> {
  const command = release.plan.hooks.afterSwitch;
  if (!command || release.artifact.kind === "site") return;
  run.note(`After the switch: ${command}`);
  const exitCode = await runCommand(run, release, "after-switch", command);
  if (exitCode === 0) return;
  run.note(`The command after the switch ended with exit code ${exitCode}. The release stays live.`);
}

function runCommand(run: Run, release: Release, name: string, command: string): Promise<number> {
  const request = { ...mainRequest(run, release, 0), name: `${run.name}-${name}` };
  return run.world.runtime.run(request, command, run.log, run.signal);
}
