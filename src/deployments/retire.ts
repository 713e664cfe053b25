import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import type { Instance } from "../runtimes/runtime.ts";
import type { Release } from "./deployment.ts";
import { OBSERVE_JOB } from "./observe-job.ts";
import { removeOldReleases } from "./retention.ts";
import { instancesOf } from "./routing.ts";
import type { Run } from "./run.ts";
import { afterSwitch } from "./services.ts";
import type { World } from "./world.ts";

/** Its payload is the deployment that traffic has left; one job each, so that long connections hold up nobody. */
export const RETIRE_JOB = "retire";

/**
 * Ordinary requests have long ended by then; what is still open are event streams, web sockets and downloads. They get this long from
 * the moment traffic left.
 */
export const DRAIN_MS = 5 * MINUTE_MS;
const LOOK_MS = SECOND_MS / 4;
/** How long a service may take to end after SIGTERM. */
const GRACE_MS = 10 * SECOND_MS;

/** Leaves what ran before to jobs of their own, and watches how the new release does. */
export async function retireOthers(run: Run, release: Release): Promise<void> {
  const { world, environment, deployment } = run;
  const others = (await world.runtime.list()).filter(
    ({ labels }) => labels.environment === environment.id && labels.deployment !== deployment.id,
  );
  for (const old of new Set(others.map(({ labels }) => labels.deployment))) {
    retireDeployment(world, old);
    run.note("What ran before ends once its connections have ended.");
  }
  if (environment.release !== null && environment.release !== release.id) {
    world.enqueue({ kind: OBSERVE_JOB, subject: `observe:${environment.id}`, payload: deployment.id });
  }
  await afterSwitch(run, release);
  await removeOldReleases(world, environment.id);
}

/** Ends a deployment's services, at latest five minutes from now. Asked twice it is done once. */
export function retireDeployment(world: World, deployment: string): void {
  const subject = `retire:${deployment}`;
  if (world.isPending(RETIRE_JOB, subject)) return;
  const payload = JSON.stringify({ deployment, until: world.host.now() + DRAIN_MS });
  world.enqueue({ kind: RETIRE_JOB, subject, payload });
}

/** What the worker calls: its own name goes, its connections end or their time runs out, then SIGTERM. */
export async function runRetirement(world: World, payload: string, signal: AbortSignal): Promise<void> {
  const { deployment, until } = JSON.parse(payload) as { deployment: string; until: number };
  // It may have been brought back meanwhile.
  if (isLive(world, deployment)) return;
  await world.edge.apply(deployment, []);
  const instances = await instancesOf(world, deployment);
  await Promise.all(instances.map((instance) => drainAndStop(world, instance, { until, signal })));
}

function isLive(world: World, deployment: string): boolean {
  return world.projects.allEnvironments().some((environment) => environment.deployment === deployment);
}

/** `isOff`: whether it is to stay after all. */
type Drain = { until: number; signal: AbortSignal; isOff?: () => boolean };

async function drainAndStop(world: World, { name }: Instance, drain: Drain): Promise<void> {
  if (await drained(world, name, drain)) await world.runtime.stop(name, GRACE_MS);
}

/**
 * Waits for a service's connections to end, or for their time to run out. `false` when it is not to end: because AutoStack stops, whose
 * next start goes on with the job, or because the service stays.
 */
export async function drained(world: World, name: string, { until, signal, isOff }: Drain): Promise<boolean> {
  // A clock that is put back must not make it longer.
  let end = until;
  const isTime = () => {
    const now = world.host.now();
    end = Math.min(end, now + DRAIN_MS);
    return now < end;
  };
  while (isTime() && (await world.runtime.connections(name)) > 0) {
    await world.host.sleep(LOOK_MS, signal);
    if (signal.aborted || isOff?.()) return false;
  }
  return true;
}
