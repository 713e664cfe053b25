import { SECOND_MS } from "../lib/time.ts";
import type { Release } from "./deployment.ts";
import { measureWords, Prober } from "./measure.ts";
import { backendOf, claimHostname, instancesOf, liveBackend, routeDeployment, routeEnvironment } from "./routing.ts";
import type { Run } from "./run.ts";
import { beforeSwitch, type Candidate, startServices } from "./services.ts";

/** Old and new serve together this long, for requests that were on their way. */
const OVERLAP_MS = SECOND_MS;
/** How long a service may take to end after SIGTERM. */
export const GRACE_MS = 10 * SECOND_MS;

/** Runs what must be done before traffic moves, and starts all services of the release beside what runs now. */
export async function startCandidate(run: Run, release: Release): Promise<Candidate> {
  await beforeSwitch(run, release);
  if (mustBeAlone(run, release)) await makeRoom(run);
  return startServices(run, release);
}

/** A service that must be alone takes the place of the old one; anything else starts beside it. */
export function mustBeAlone({ environment, deployment }: Run, { artifact }: Release): boolean {
  if (environment.settings.switch !== "pause" || artifact.kind === "site") return false;
  return environment.deployment !== null && environment.deployment !== deployment.id;
}

/** From here until traffic moves requests wait at the edge: they take longer, and none fails. */
async function makeRoom(run: Run): Promise<void> {
  const { world, environment } = run;
  run.note("This service must be alone: requests wait while the old one is stopped and the new one starts.");
  run.beginPause();
  await routeEnvironment(run, []);
  const old = await instancesOf(world, environment.deployment);
  await Promise.all(old.map(({ name }) => world.runtime.stop(name, GRACE_MS)));
}

/** From here on the release is live: the edge follows first, then the record of it. */
export async function switchTraffic(run: Run, { targets }: Candidate, release: Release): Promise<void> {
  if (targets.length === 0) {
    recordLive(run, release);
    return run.note("The worker runs.");
  }
  const backend = backendOf(release, targets);
  await measured(run, release, async () => {
    const old = await liveBackend(run);
    // Both first: the edge knows the new one, and has it in use, before it lets go of the old one.
    if (old && run.pausedMs === 0) await routeEnvironment(run, [old, backend]);
    // The deployment's own name goes with the second change, so that visitors need not wait for it.
    await Promise.all([routeDeployment(run, run.deployment.id, [backend]), routeEnvironment(run, [backend])]);
    run.endPause();
    recordLive(run, release);
    await run.world.host.sleep(OVERLAP_MS, run.signal);
  });
  run.note(`Traffic goes to this release: ${urlOf(run)}`);
}

/** Asks through the edge while traffic moves, and keeps what visitors would have noticed. The first release replaces nothing. */
async function measured(run: Run, release: Release, moveTraffic: () => Promise<void>): Promise<void> {
  const { world, environment, deployment, project } = run;
  if (environment.release === null) return moveTraffic();
  const hostname = claimHostname(run);
  const entry = world.edge.entry({ hostname, port: project.port });
  const prober = new Prober(world.host, { url: `${entry}${release.plan.health ?? "/"}`, hostname });
  try {
    await moveTraffic();
  } finally {
    const measure = { ...(await prober.stop()), pausedMs: run.pausedMs };
    world.deployments.setMeasured(deployment.id, measure);
    run.note(`While traffic moved: ${measureWords(measure)}.`);
  }
}

function recordLive({ world, environment, deployment }: Run, release: Release): void {
  const now = world.host.now();
  for (const old of world.deployments.inState(environment.id, "live")) {
    if (old.state.name !== "live" || old.id === deployment.id) continue;
    world.deployments.setState(old.id, { name: "retired", release: old.state.release }, now);
    world.bell.ring(old.id);
  }
  for (const trial of world.deployments.inState(environment.id, "canary")) {
    world.deployments.setState(trial.id, { name: "superseded", by: deployment.id }, now);
    world.bell.ring(trial.id);
  }
  world.projects.setLive(environment.id, release.id, deployment.id);
  world.states.setAwake(environment.id);
}

function urlOf(run: Run): string {
  return run.world.edge.origin({ hostname: claimHostname(run), port: run.project.port });
}
