import type { JobHandler, JobKind } from "../jobs/job.ts";
import { DEPLOYMENT_JOB } from "./deployment.ts";
import type { Deployments } from "./deployments.ts";
import { DROP_JOB, runDrop } from "./drop-replica.ts";
import { OBSERVE_JOB, observe } from "./observe-job.ts";
import { RETIRE_JOB, runRetirement } from "./retire.ts";
import { runScale, SCALE_JOB } from "./scale.ts";
import type { World } from "./world.ts";

/** These mostly wait, so many may do so at once. */
const WAITING = { concurrency: 1000 };
/** Fetching from slow servers takes processes and memory all the same. */
const MOST_FETCHING = 8;
/** What such a job leaves undone would stay on the machine for ever, or go wrong unseen. */
const CERTAIN = { ...WAITING, retries: true } as const;

/** What the queue does for deployments. `deploy` is what runs one, `concurrency` how many at once. */
export function jobKinds(
  world: World,
  deployments: Deployments,
  { deploy, concurrency }: { deploy: JobHandler; concurrency: number },
): Record<string, JobKind> {
  return {
    [DEPLOYMENT_JOB]: {
      handle: deploy,
      giveUp: ({ payload }) => deployments.giveUp(payload),
      ...{ concurrency, mostAside: MOST_FETCHING },
    },
    [RETIRE_JOB]: { handle: ({ payload }, signal) => runRetirement(world, payload, signal), ...CERTAIN },
    [DROP_JOB]: { handle: ({ payload }, signal) => runDrop(world, payload, signal), ...CERTAIN },
    [SCALE_JOB]: { handle: ({ payload }) => runScale(world, payload), ...WAITING },
    [OBSERVE_JOB]: { handle: ({ payload }, signal) => observe(world, deployments, payload, signal), ...CERTAIN },
  };
}
