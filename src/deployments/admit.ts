import { PutOff } from "../jobs/job.ts";
import { SECOND_MS } from "../lib/time.ts";
import { type Deployment, hasEnded } from "./deployment.ts";
import { mustWaitFor } from "./disk-gate.ts";
import type { World } from "./world.ts";

/** How often a deployment that may not begin yet asks again. */
export const ASK_AGAIN_MS = 3 * SECOND_MS;

/**
 * The deployment of that id when its turn has come and the machine has room for it; `null` when it has ended meanwhile. Otherwise its
 * state says what it waits for and its job is put off. What has begun goes on.
 */
export async function admit(world: World, id: string): Promise<Deployment | null> {
  const asking = present(world, id);
  const waitsFor = asking?.state.name === "queued" ? await mustWaitFor(world, asking) : null;
  // It may have been cancelled or replaced in between.
  const deployment = present(world, id);
  if (waitsFor === null || deployment === null) return deployment;
  const { state } = deployment;
  if (state.name !== "queued" || state.waitsFor !== waitsFor) {
    world.deployments.setState(id, { name: "queued", waitsFor }, world.host.now());
    world.bell.ring(id);
  }
  throw new PutOff(ASK_AGAIN_MS);
}

function present({ deployments }: World, id: string): Deployment | null {
  const deployment = deployments.find(id);
  return deployment && !hasEnded(deployment.state) ? deployment : null;
}
