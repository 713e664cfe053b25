import type { Release } from "./deployment.ts";
import type { Place } from "./routing.ts";
import { Run } from "./run.ts";

/** What an environment runs now, to start more of it or to start it again; `null` before something went live. */
export function liveRun({ world, environment }: Place, signal: AbortSignal): { run: Run; release: Release } | null {
  const release = environment.release && world.releases.find(environment.release);
  const deployment = environment.deployment && world.deployments.find(environment.deployment);
  return release && deployment ? { run: Run.silent(world, deployment, signal), release } : null;
}

/** For work that must come to its end, whatever else does. */
export const NEVER = new AbortController().signal;
