import { eachAtOnce } from "../lib/each.ts";
import { errorText } from "../lib/errors.ts";
import type { Environment } from "../projects/project.ts";
import { DEPLOYMENT_JOB } from "./deployment.ts";
import { NEVER } from "./live-run.ts";
import { restoreEnvironment } from "./restore.ts";
import { retireDeployment } from "./retire.ts";
import { placeOf } from "./routing.ts";
import { abandonDeployment } from "./runner.ts";
import { forgetTornBuilds } from "./torn-builds.ts";
import type { World } from "./world.ts";

const UNDER_WAY: ReadonlySet<string | undefined> = new Set(["queued", "running", "canary"]);

/** The edge takes over the routes of several at once as quickly as those of one. */
const AT_ONCE = 8;

/**
 * At a start: what should run is made to run, traffic is led to where it runs now, and what nothing refers to any more is ended.
 * Deployments that were under way are left to the queue, which goes on at `beginJobs`: nobody's deployment waits for other people's
 * services. Throws when the engine went away meanwhile.
 */
export async function reconcile(world: World, beginJobs = () => {}): Promise<void> {
  await forgetTornBuilds(world).catch((error) => {
    console.error(`The builds that a reboot has cut off could not be forgotten: ${errorText(error)}`);
  });
  await abandonLost(world);
  beginJobs();
  await eachAtOnce(AT_ONCE, world.projects.allEnvironments(), (environment) => bringBack(world, environment));
  await retireOrphans(world);
}

/** A deployment that has not ended and that no job will run any more: its last words could not be written, on a full disk, say. */
async function abandonLost(world: World): Promise<void> {
  const unfinished = world.projects.all().flatMap(({ id }) => world.deployments.unfinished(id));
  for (const deployment of unfinished) {
    if (!world.isPending(DEPLOYMENT_JOB, deployment.environment)) await abandonDeployment(world, deployment);
  }
}

async function bringBack(world: World, environment: Environment): Promise<void> {
  try {
    await world.changes.run(environment.id, () => restoreEnvironment(placeNow(world, environment.id), NEVER));
  } catch (error) {
    // Without an engine none can be: all of it is tried again when there is one.
    if ((await world.runtime.problem()) !== null) throw error;
    // One project that cannot be brought back must not keep the others down.
    console.error(`The environment ${environment.id} could not be brought back: ${errorText(error)}`);
  }
}

/** A deployment that goes on may have changed what is live. */
const placeNow = (world: World, environment: string) => placeOf(world, world.projects.environment(environment));

/** What belongs to no live deployment and to none that is under way. It may still have connections, so it ends as anything else does. */
async function retireOrphans(world: World): Promise<void> {
  const owners = new Set((await world.runtime.list()).map(({ labels }) => labels.deployment));
  const live = new Set(world.projects.allEnvironments().map(({ deployment }) => deployment));
  for (const owner of owners) {
    const state = world.deployments.find(owner)?.state.name;
    if (!live.has(owner) && !UNDER_WAY.has(state)) retireDeployment(world, owner);
  }
}
