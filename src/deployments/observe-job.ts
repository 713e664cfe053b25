import { errorText } from "../lib/errors.ts";
import { MINUTE_MS, SECOND_MS } from "../lib/time.ts";
import type { Deployment } from "./deployment.ts";
import type { Deployments } from "./deployments.ts";
import { between, reasonToGoBack } from "./observe.ts";
import type { World } from "./world.ts";

/** Its payload is the deployment that has just gone live. */
export const OBSERVE_JOB = "observe";

const OBSERVE_MS = MINUTE_MS;
const LOOK_MS = 2 * SECOND_MS;

/**
 * Watches the errors of a release that has just gone live, and goes back to the one before when they jump. Ends when the deployment is
 * not live any more.
 */
export async function observe(world: World, deployments: Deployments, id: string, signal: AbortSignal): Promise<void> {
  const deployment = world.deployments.find(id);
  const release = deployment && liveRelease(world, deployment);
  if (!deployment || !release) return;
  const begin = await world.edge.traffic(deployment.environment);
  const until = world.host.now() + OBSERVE_MS;
  while (world.host.now() < until && !signal.aborted) {
    await world.host.sleep(LOOK_MS, signal);
    if (liveRelease(world, deployment) === null) return;
    const now = await world.edge.traffic(deployment.environment);
    const reason = reasonToGoBack(between(begin[release], now[release]), oldErrors(begin, release));
    if (reason !== null) return goBack(world, deployments, { deployment, reason });
  }
}

/**
 * Traffic goes to it before its last stage has ended, so the environment says it and not the state. The environment may be deleted
 * meanwhile.
 */
function liveRelease(world: World, { id }: Deployment): string | null {
  return world.projects.allEnvironments().find(({ deployment }) => deployment === id)?.release ?? null;
}

/** All that was counted of other releases of the environment. */
function oldErrors(traffic: Awaited<ReturnType<World["edge"]["traffic"]>>, release: string) {
  const others = Object.entries(traffic).filter(([other]) => other !== release);
  return others.reduce(
    (sum, [, { requests, errors }]) => ({ requests: sum.requests + requests, errors: sum.errors + errors }),
    { requests: 0, errors: 0 },
  );
}

async function goBack(
  world: World,
  deployments: Deployments,
  { deployment, reason }: { deployment: Deployment; reason: string },
): Promise<void> {
  const before = previousOf(world, deployment);
  const place = { project: deployment.project, environment: deployment.environment, deployment: deployment.id };
  const summary = `Deployment #${deployment.number} went wrong: ${reason}`;
  if (!before) return world.events.add({ ...place, kind: "errors_rose", summary });
  world.events.add({ ...place, kind: "went_back", summary: `${summary} AutoStack goes back to #${before.number}.` });
  try {
    await deployments.rollBack(before, `AutoStack, because ${reason}`);
  } catch (error) {
    world.events.add({ ...place, kind: "could_not_go_back", summary: errorText(error) });
  }
}

/** The deployment that was live before, if its release is kept. */
function previousOf(world: World, { project, environment, number }: Deployment): Deployment | null {
  const found = world.deployments
    .ofProject(project, 50, number)
    .find((old) => old.environment === environment && old.state.name === "retired");
  return found?.state.name === "retired" && world.releases.exists(found.state.release) ? found : null;
}
