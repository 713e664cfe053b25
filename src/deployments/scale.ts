import { AppError, errorText } from "../lib/errors.ts";
import type { Instance } from "../runtimes/runtime.ts";
import { routeServing } from "./canary.ts";
import type { Release } from "./deployment.ts";
import { dropReplica } from "./drop-replica.ts";
import { liveRun, NEVER } from "./live-run.ts";
import { answersAgain, probeCandidate } from "./probe.ts";
import { instancesOf, type Place, placeOf } from "./routing.ts";
import type { Run } from "./run.ts";
import { mainRequest, replicaOf, targetOf } from "./services.ts";
import type { World } from "./world.ts";

/** Its payload is an environment whose settings ask for another number of replicas than run. */
export const SCALE_JOB = "scale";

/**
 * Lets `count` of an environment's web service run, within what its settings allow. New replicas answer before they get traffic; those that go have
 * lost it before, and end in their own time. When one does not answer everything stays as it was, and it throws. Tells from how many.
 */
export function scaleTo(world: World, environment: string, count: number): Promise<{ from: number; to: number }> {
  return world.changes.run(environment, async () => {
    const place = placeOf(world, world.projects.environment(environment));
    const from = world.states.replicas(place.environment);
    const { fewest, most } = place.environment.settings.replicas;
    const to = Math.min(most, Math.max(fewest, count));
    const live = liveRun(place, NEVER);
    const isScalable = live?.release.artifact.kind !== "site" && live?.release.plan.kind === "server";
    // Asleep it only remembers how many to wake.
    if (!live || !isScalable || world.states.asleepSince(environment) !== null)
      world.states.setReplicas(environment, to);
    else await change(place, live, { from, to });
    return { from, to };
  });
}

/** What the worker calls after the settings have changed. */
export async function runScale(world: World, environment: string): Promise<void> {
  const found = world.projects.allEnvironments().find(({ id }) => id === environment);
  if (!found) return;
  const event = { project: found.project, environment, deployment: found.deployment };
  try {
    const before = (await webReplicas(world, found.deployment)).length;
    const { to } = await scaleTo(world, environment, world.states.replicas(found));
    if (before === to) return;
    world.events.add({ ...event, kind: "scaled", summary: `Scaled from ${before} to ${to}, as the settings say.` });
  } catch (error) {
    world.events.add({ ...event, kind: "could_not_scale", summary: `Could not scale: ${errorText(error)}` });
  }
}

type Live = { run: Run; release: Release };

async function change(place: Place, live: Live, { from, to }: { from: number; to: number }): Promise<void> {
  const { world, environment } = place;
  const before = await webReplicas(world, environment.deployment);
  const names = new Set(before.map(({ name }) => name));
  const kept: Instance[] = [];
  try {
    for (let replica = 0; replica < to; replica++) {
      kept.push(await world.runtime.start(mainRequest(live.run, live.release, replica)));
    }
    await untilAllAnswer(live, kept, names);
    world.states.setReplicas(environment.id, to);
    await routeServing(place);
  } catch (error) {
    world.states.setReplicas(environment.id, from);
    const fresh = kept.filter(({ name }) => !names.has(name));
    await Promise.all(fresh.map(({ name }) => world.runtime.stop(name, 0)));
    throw error;
  }
  for (const instance of before) if ((replicaOf(instance) ?? 0) >= to) dropReplica(world, instance);
}

/** Those that run already must answer too: traffic of the ones that go would come to them. */
async function untilAllAnswer({ run, release }: Live, kept: readonly Instance[], known: Set<string>): Promise<void> {
  const fresh = kept.filter(({ name }) => !known.has(name));
  await probeCandidate(run, { services: fresh, targets: fresh.flatMap(targetOf) }, release);
  for (const service of kept.filter(({ name }) => known.has(name))) {
    if (await answersAgain(run, service, release.plan.health ?? "/")) continue;
    throw new AppError({ code: "not_healthy", status: 422, summary: `${service.name} does not answer.` });
  }
}

/** All that exist, those that end included. */
export async function webReplicas(world: World, deployment: string | null): Promise<Instance[]> {
  return (await instancesOf(world, deployment)).filter((instance) => replicaOf(instance) !== null);
}
