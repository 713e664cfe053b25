import type { Place } from "../jobs/job.ts";
import { completeStored, storedScan } from "../plans/detector.ts";
import type { SourceInput } from "../sources/source.ts";
import { beginCanary } from "./canary.ts";
import type { DeploymentState, Release } from "./deployment.ts";
import { bringSource } from "./fetch-aside.ts";
import { buildArtifact, keepRelease, planWorkspace, renewRelease, scanWorkspace } from "./make-release.ts";
import { usePlannedSettings } from "./planned-settings.ts";
import { probeCandidate } from "./probe.ts";
import { retireOthers } from "./retire.ts";
import { mustBeAlone, startCandidate, switchTraffic } from "./rollout.ts";
import type { Run } from "./run.ts";
import type { Candidate } from "./services.ts";

/** One deployment, from its input to live. Roll back and restart are the second half with a release that exists. */
export async function deploy(run: Run, place: Place): Promise<Outcome> {
  const release = await releaseOf(run, place);
  usePlannedSettings(run, release);
  const { canary } = run.deployment;
  await bringForward(run, release, (candidate) =>
    canary === null ? switchTraffic(run, candidate, release) : beginCanary(run, candidate, release, canary),
  );
  if (canary !== null) return { name: "canary", release: release.id, percent: canary };
  await run.stage("retire", () => retireOthers(run, release));
  return { name: "live", release: release.id };
}

/** Nothing else changes where traffic goes meanwhile; nor what runs, when the old one is stopped before the new one starts. */
async function bringForward(
  run: Run,
  release: Release,
  route: (candidate: Candidate) => Promise<unknown>,
): Promise<void> {
  const alone = <Result>(work: () => Promise<Result>) => run.world.changes.run(run.environment.id, work);
  const begin = async () => {
    const candidate = await run.stage("start", () => startCandidate(run, release));
    await run.stage("probe", () => probeCandidate(run, candidate, release));
    return candidate;
  };
  const change = async (candidate: Candidate) => {
    await run.stage("route", () => route(candidate));
  };
  if (mustBeAlone(run, release)) return alone(async () => change(await begin()));
  const candidate = await begin();
  await alone(() => change(candidate));
}

/** Everybody gets the release, or some do until somebody decides. */
export type Outcome = Extract<DeploymentState, { name: "live" | "canary" }>;

function releaseOf(run: Run, place: Place): Release | Promise<Release> {
  const { input } = run.deployment;
  switch (input.kind) {
    case "source":
      return makeRelease(run, input.source, place);
    case "release":
      return existingRelease(run, input.release);
    case "restart":
      return renewRelease(run, existingRelease(run, input.release));
  }
}

async function makeRelease(run: Run, input: SourceInput, place: Place): Promise<Release> {
  const workspace = await bringSource(run, input, place);
  // An older AutoStack may have begun this deployment, whose plans had fewer fields.
  const scan = storedScan(await run.stage("scan", () => scanWorkspace(run, workspace)));
  const plan = completeStored(await run.stage("plan", () => planWorkspace(run, scan)));
  const artifact = await run.stage("build", () => buildArtifact(run, workspace, plan));
  return keepRelease(run, { workspace, plan, artifact });
}

function existingRelease(run: Run, id: string): Release {
  const release = run.world.releases.find(id);
  if (!release) throw new Error(`Release ${id} was removed while deployment ${run.deployment.id} waited.`);
  return release;
}
