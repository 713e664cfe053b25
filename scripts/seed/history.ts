import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { App } from "../../src/app.ts";
import { type Deployment, type Release, STAGES, type Stage } from "../../src/deployments/deployment.ts";
import { claimHostname } from "../../src/deployments/routing.ts";
import { newId, shortId } from "../../src/lib/ids.ts";
import type { Environment, Project } from "../../src/projects/project.ts";
import type { Revision, SourceInput, Workspace } from "../../src/sources/source.ts";
import { type DemoApp, MESSAGES } from "./apps.ts";
import type { Chance } from "./chance.ts";

/** The time that everything is written at. The demo's history is made by moving it. */
export type Clock = { at: number };

/** One project's past, with what it is made of. */
export type History = {
  app: App;
  clock: Clock;
  chance: Chance;
  demo: DemoApp;
  project: Project;
  people: readonly string[];
};
type Commit = Extract<Revision, { kind: "commit" }>;

/** How long each stage takes at least and at most. */
const STAGE_MS: Record<Stage, [least: number, most: number]> = {
  source: [300, 2500],
  scan: [20, 90],
  plan: [2, 9],
  build: [4000, 80_000],
  start: [200, 700],
  probe: [300, 3000],
  route: [60, 140],
  retire: [1000, 1900],
};

const PROBLEMS = {
  build: {
    code: "build_failed",
    summary: "A command of the build ended with exit code 1.",
    hint: "Its last lines stand in the log.",
  },
  probe: {
    code: "not_healthy",
    summary: "The new version started but never answered on port 3000 within 60 seconds.",
    hint: "Open its log; it must listen on $PORT.",
  },
} as const;

/** One deployment that ended at the clock's time, live until the next one of its environment. */
export function addDeployment(history: History, environment: Environment, isKept: boolean): Deployment {
  const { app, clock, chance, project, people } = history;
  const commit = makeCommit(history, environment);
  const source = project.source as SourceInput;
  const deployment = app.world.deployments.add({
    ...{
      id: newId(clock.at),
      project: project.id,
      environment: environment.id,
      trigger: "deploy",
      createdAt: clock.at,
    },
    ...{ input: { kind: "source", source }, startedBy: chance.oneOf(people) },
  });
  const fate = chance.next();
  if (fate < 0.03) end(history, deployment, { name: "cancelled" });
  else if (fate < 0.11) fail(history, deployment, commit, chance.oneOf(["build", "probe"]));
  else succeed(history, deployment, commit, isKept);
  return app.world.deployments.get(deployment.id);
}

function makeCommit({ chance, clock, people }: History, environment: Environment): Commit {
  const branch = environment.kind === "production" ? "main" : environment.name;
  const committedAt = clock.at - chance.between(20_000, 600_000);
  const said = { message: chance.oneOf(MESSAGES), author: chance.oneOf(people) };
  return { kind: "commit", sha: chance.hex(40), ...said, committedAt, branch };
}

function end({ app, clock }: History, { id }: Deployment, state: Deployment["state"]): void {
  app.world.deployments.setState(id, state, clock.at);
}

function fail(history: History, deployment: Deployment, commit: Commit, stage: "build" | "probe"): void {
  runStages(history, deployment, commit, stage);
  end(history, deployment, { name: "failed", stage, problem: PROBLEMS[stage] });
}

/** Only the newest releases are kept, as retention does it. */
function succeed(history: History, deployment: Deployment, commit: Commit, isKept: boolean): void {
  const { world } = history.app;
  runStages(history, deployment, commit, null);
  for (const old of world.deployments.inState(deployment.environment, "live")) {
    if (old.state.name === "live") end(history, old, { name: "retired", release: old.state.release });
  }
  const release = makeRelease(history, deployment, commit);
  if (isKept) {
    world.releases.add(release);
    world.projects.setLive(deployment.environment, release.id, deployment.id);
    claimHostname({ world, project: history.project, environment: world.projects.environment(deployment.environment) });
  }
  end(history, deployment, { name: "live", release: release.id });
}

function runStages(history: History, { id }: Deployment, commit: Commit, failsIn: Stage | null): void {
  const { app, clock, chance } = history;
  const { deployments } = app.world;
  const results = resultsOf(history, commit);
  deployments.setRevision(id, commit);
  for (const stage of STAGES) {
    deployments.setState(id, { name: "running", stage }, clock.at);
    deployments.beginStage(id, stage, clock.at);
    clock.at += chance.between(...STAGE_MS[stage]);
    if (stage === failsIn) return;
    deployments.endStage(id, stage, JSON.stringify(results[stage] ?? null), clock.at);
  }
}

function resultsOf({ demo, chance }: History, revision: Commit): Partial<Record<Stage, unknown>> {
  const snapshot = { hash: chance.hex(64), bytes: chance.between(20_000, 4_000_000), files: chance.between(3, 400) };
  const source: Workspace = { folder: "", revision, snapshot };
  return { source, scan: demo.scan, plan: demo.plan };
}

/** Whatever its plan says: a page that is served without a service, so that all of the demo's projects answer. */
function makeRelease(
  { app, clock, demo, chance }: History,
  deployment: Deployment,
  revision: Commit,
): Omit<Release, "hash"> {
  const name = `${deployment.project}-${shortId(deployment.id)}`;
  return {
    ...{ id: newId(clock.at), deployment: deployment.id, project: deployment.project, revision, plan: demo.plan },
    environment: deployment.environment,
    artifact: { kind: "site", folder: join(app.config.dataFolder, "sites", name), bytes: 100 },
    snapshot: { hash: chance.hex(64), bytes: 20_000, files: 12 },
    variables: {},
    hostnames: [],
    recipe: app.world.runtime.recipe(demo.plan, deployment.project),
    createdAt: clock.at,
  };
}

/** What the newest deployments leave on the disk: their logs, and the pages of those that went live. */
export async function writeFiles({ app, clock, demo }: History, deployment: Deployment): Promise<void> {
  const { world } = app;
  const release = world.releases.ofDeployment(deployment.id);
  if (release?.artifact.kind === "site") {
    await mkdir(release.artifact.folder, { recursive: true });
    const page = `<!doctype html>\n<title>Demo</title>\n<h1>Deployment ${deployment.number} of a demo project</h1>\n`;
    await Bun.write(join(release.artifact.folder, "index.html"), page);
  }
  const log = await world.logs.open(deployment.id, (text) => text);
  for (const { stage, startedAt } of world.deployments.stages(deployment.id)) {
    clock.at = startedAt;
    for (const text of linesOf(stage, demo)) log.write(stage, stage === "build" ? "out" : "note", text);
  }
  await log.close("retire");
}

function linesOf(stage: Stage, { plan, buildLines }: DemoApp): readonly string[] {
  switch (stage) {
    case "source":
      return ["Source: the newest commit of its branch."];
    case "plan":
      return [
        `Detected ${plan.framework ?? plan.language} (${plan.kind}) on ${plan.runtime.name} ${plan.runtime.version}.`,
      ];
    case "build":
      return buildLines;
    case "route":
      return ["Traffic goes to this release."];
    default:
      return [];
  }
}
