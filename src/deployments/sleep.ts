import { SECOND_MS } from "../lib/time.ts";
import type { Instance } from "../runtimes/runtime.ts";
import { canaryOf } from "./canary.ts";
import { liveRun, NEVER } from "./live-run.ts";
import { answersAgain } from "./probe.ts";
import { drained } from "./retire.ts";
import { GRACE_MS } from "./rollout.ts";
import { backendOf, instancesOf, liveBackend, type Place, placeOf, routeLive } from "./routing.ts";
import { startServices } from "./services.ts";
import type { World } from "./world.ts";

/** Paused it keeps its memory and wakes within the blink of an eye; stopped it frees its memory and has to start again. */
export type SleepKind = "pause" | "stop";

/** Requests that came just before it was to sleep get this long. */
const DRAIN_MS = 5 * SECOND_MS;

/** From here on requests wait at the edge, which asks for it to be woken. `false` when it cannot sleep now: it is in use, or nothing runs. */
export function putToSleep(world: World, environment: string, kind: SleepKind): Promise<boolean> {
  return world.changes.run(environment, async () => {
    const place = placeOf(world, world.projects.environment(environment));
    const live = await liveBackend(place);
    if (live === null || live.targets.some((target) => target.kind === "site")) return false;
    if (canaryOf(world, environment)) return false;
    const instances = await instancesOf(world, place.environment.deployment);
    // Nobody is made to wait in vain.
    if (!(await areIdle(world, instances, 0))) return false;
    await routeLive(place, []);
    if (!(await areIdle(world, instances, DRAIN_MS))) {
      await routeLive(place, [live]);
      return false;
    }
    world.states.setAsleep(environment, world.host.now());
    await Promise.all(instances.map(({ name }) => end(world, name, kind)));
    return true;
  });
}

/** Frees the memory of a sleeping environment. `false` when it is awake, or holds none. */
export function deepenSleep(world: World, environment: string): Promise<boolean> {
  return world.changes.run(environment, async () => {
    if (world.states.asleepSince(environment) === null) return false;
    const instances = await instancesOf(world, world.projects.environment(environment).deployment);
    await Promise.all(instances.map(({ name }) => end(world, name, "stop")));
    return instances.length > 0;
  });
}

/** Lets a sleeping environment serve again, and the requests that wait go on. Tells how long it took; `null` when it was awake. */
export function wake(world: World, environment: string): Promise<number | null> {
  return world.changes.run(environment, () => wakeNow(placeOf(world, world.projects.environment(environment))));
}

/** The same for who holds the environment's turn already. */
export async function wakeNow(place: Place): Promise<number | null> {
  const { world, environment } = place;
  const live = liveRun(place, NEVER);
  if (!live || world.states.asleepSince(environment.id) === null) return null;
  const begunAt = world.host.now();
  const instances = await instancesOf(world, environment.deployment);
  await Promise.all(instances.map(({ name }) => world.runtime.unpause(name)));
  const { services, targets } = await startServices(live.run, live.release);
  // One that never answers gets its traffic all the same: visitors then see what it says, as they would have without its sleep.
  const path = live.release.plan.health ?? "/";
  await Promise.all(services.map((service) => answersAgain(live.run, service, path)));
  await routeLive(place, [backendOf(live.release, targets)]);
  world.states.setAwake(environment.id);
  return world.host.now() - begunAt;
}

function end(world: World, name: string, kind: SleepKind): Promise<void> {
  return kind === "pause" ? world.runtime.pause(name) : world.runtime.stop(name, GRACE_MS);
}

/** Event streams and web sockets are in use for as long as they are open, without a new request. */
async function areIdle(world: World, instances: readonly Instance[], drainMs: number): Promise<boolean> {
  const until = world.host.now() + drainMs;
  await Promise.all(instances.map(({ name }) => drained(world, name, { until, signal: NEVER })));
  const open = await Promise.all(instances.map(({ name }) => world.runtime.connections(name)));
  return open.every((count) => count === 0);
}
