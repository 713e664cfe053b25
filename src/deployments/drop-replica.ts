import type { Instance } from "../runtimes/runtime.ts";
import { DRAIN_MS, drained } from "./retire.ts";
import { GRACE_MS } from "./rollout.ts";
import { replicaOf } from "./services.ts";
import type { World } from "./world.ts";

/** Its payload is a replica that traffic has left. */
export const DROP_JOB = "drop-replica";

type Dropped = { instance: Instance; until: number };

/** Ends a replica of a live release once its connections have, at latest five minutes from now. Asked twice it is done once. */
export function dropReplica(world: World, instance: Instance): void {
  const subject = `drop:${instance.name}`;
  if (world.isPending(DROP_JOB, subject)) return;
  const payload: Dropped = { instance, until: world.host.now() + DRAIN_MS };
  world.enqueue({ kind: DROP_JOB, subject, payload: JSON.stringify(payload) });
}

/** What the worker calls. A replica that is wanted again meanwhile stays, and this ends at once. */
export async function runDrop(world: World, payload: string, signal: AbortSignal): Promise<void> {
  const { instance, until } = JSON.parse(payload) as Dropped;
  // With its time, or its next end would come too soon for those who are led to it meanwhile.
  const isOff = () => isWanted(world, instance);
  if (!(await drained(world, instance.name, { until, signal, isOff }))) return;
  await world.changes.run(instance.labels.environment, async () => {
    if (!isWanted(world, instance)) await world.runtime.stop(instance.name, GRACE_MS);
  });
}

function isWanted(world: World, instance: Instance): boolean {
  const { environment, deployment } = instance.labels;
  const found = world.projects.allEnvironments().find(({ id }) => id === environment);
  return found?.deployment === deployment && (replicaOf(instance) ?? 0) < world.states.replicas(found);
}
