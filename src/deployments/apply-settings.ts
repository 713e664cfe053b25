import { routeServing } from "./canary.ts";
import { placeOf, routeLive } from "./routing.ts";
import { SCALE_JOB } from "./scale.ts";
import { wakeNow } from "./sleep.ts";
import type { World } from "./world.ts";

/** Makes an environment's settings count: its gate before this resolves, its replicas soon after. */
export async function applySettings(world: World, environment: string): Promise<void> {
  await world.changes.run(environment, async () => {
    const place = placeOf(world, world.projects.environment(environment));
    if (place.environment.release === null) return;
    if (mayNotSleep(world, environment)) await wakeNow(place);
    if (world.states.asleepSince(environment) === null) await routeServing(place);
    // A sleeping one has a gate too: who is not let in does not wake it.
    else await routeLive(place, []);
  });
  world.enqueue({ kind: SCALE_JOB, subject: `scale:${environment}`, payload: environment });
}

function mayNotSleep({ projects }: World, environment: string): boolean {
  return projects.sleepAfterMs(projects.environment(environment)) === null;
}
