import type { Place } from "../jobs/job.ts";
import type { SourceInput, Workspace } from "../sources/source.ts";
import { ASK_AGAIN_MS } from "./admit.ts";
import { mustWaitFor } from "./disk-gate.ts";
import { checkOut } from "./make-release.ts";
import type { Run } from "./run.ts";

/**
 * The first stage. What comes from another machine takes as long as that one likes: meanwhile other deployments have the place. What is
 * here already comes at once.
 */
export async function bringSource(run: Run, input: SourceInput, place: Place): Promise<Workspace> {
  const bring = () => run.stage("source", () => checkOut(run, input));
  if (input.kind !== "git" || run.hasResult("source")) return bring();
  const workspace = await place.aside(bring, waiting(run));
  await untilThereIsRoom(run, place);
  return workspace;
}

/** There was when it began, but others have built since. */
async function untilThereIsRoom(run: Run, place: Place): Promise<void> {
  const { world, signal, deployment } = run;
  for (;;) {
    const lack = await mustWaitFor(world, deployment);
    if (lack === null) return;
    run.waitFor(lack);
    await place.aside(() => world.host.sleep(ASK_AGAIN_MS, signal), { ...waiting(run), isIdle: true });
  }
}

function waiting(run: Run) {
  const most = run.world.config.limits.concurrentDeployments;
  const turn = `The code is here. Its turn comes when another deployment ends: ${most} at once (AUTOSTACK_CONCURRENCY).`;
  return { signal: run.signal, onWait: () => run.waitFor(turn) };
}
