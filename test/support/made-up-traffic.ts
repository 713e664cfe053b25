import type { Deployment } from "../../src/deployments/deployment.ts";
import type { SplitFacts, SplitSide } from "../../src/deployments/split-facts.ts";
import { DEFAULT_SETTINGS } from "../../src/projects/environment-settings.ts";
import { EMPTY_FORM } from "../../views/form.ts";
import type { CompareProps } from "../../views/pages/compare.ts";
import type { TrafficProps } from "../../views/pages/project-traffic.ts";
import { commit, release, type World } from "./made-up.ts";
import { HOUR, NOW } from "./made-up-code.ts";

export function madeUpTraffic({ say, projects, live, trial, wrong }: World): TrafficProps {
  const users = [{ name: "mira", hash: "$2b$10$abcdefghijklmnopqrstuv" }];
  const environment = {
    ...{ id: "production", project: projects.atlas.id, kind: "production" as const, name: "production" },
    ...{ release: "r1", deployment: live.id, createdAt: NOW },
    settings: { ...DEFAULT_SETTINGS, gate: { kind: "password" as const, users }, previewsSleepAfterMs: 1_800_000 },
  };
  const preview = { ...environment, id: "preview", kind: "preview" as const, name: say("next") };
  const summary = say("Scaled from 1 to 3: CPU at 84 %.");
  const event = {
    id: "e1",
    project: projects.atlas.id,
    environment: "production",
    deployment: live.id,
    kind: "scaled",
  };
  return {
    ...{ project: projects.atlas, environment, environments: [environment, preview] },
    state: { replicas: 3, asleepSince: null },
    events: [{ ...event, summary, createdAt: NOW - HOUR }],
    form: wrong("most", "The most replicas are a whole number from 1 to 20."),
    split: { kind: "running" as const, deployment: splitOf(trial, say), percent: 30, sides: sidesOf(live, trial, say) },
    splitForm: EMPTY_FORM,
  };
}

type Say = World["say"];
const splitOf = (trial: Deployment, say: Say): Deployment => ({
  ...trial,
  split: { kind: "environment", name: say("redesign") },
});

function sidesOf(live: Deployment, trial: Deployment, say: Say): SplitSide[] {
  const side = ({ id, number, revision }: Deployment) => ({ deployment: { id, number }, revision });
  return [
    { side: "A", name: "live", ...side(live), percent: 70, requests: 12_804, errors: 0 },
    { side: "B", name: say("redesign"), ...side(trial), percent: 30, requests: 5412, errors: 9 },
  ];
}

/** A preview whose visitors could be split; the last try was refused. */
export function beforeSplit(world: World): TrafficProps {
  const { say, retired, trial } = world;
  const choices = [
    { kind: "environment" as const, value: "environment:redesign", name: say("redesign"), number: trial.number },
    { kind: "release" as const, value: `deployment:${retired.id}`, name: `#${retired.number}`, number: retired.number },
  ].map((choice) => ({ ...choice, revision: commit(say("Cache tiles for a day"), "b81d20fe11") }));
  const splitForm = world.wrong("side", "Nothing is live in redesign yet.");
  return { ...madeUpTraffic(world), split: { kind: "ready", choices }, form: EMPTY_FORM, splitForm };
}

export function underMaintenance(world: World): TrafficProps {
  const props = madeUpTraffic(world);
  const gate = { kind: "maintenance" as const, message: world.say("Back at noon.") };
  const environment = { ...props.environment, settings: { ...DEFAULT_SETTINGS, gate } };
  const state = { replicas: 0, asleepSince: NOW - HOUR };
  return {
    ...props,
    environment,
    environments: [environment],
    state,
    events: [],
    form: EMPTY_FORM,
    split: asleep(world),
  };
}

function asleep({ say }: World): SplitFacts {
  const summary = say("production sleeps, so it has no visitors to split.");
  return { kind: "refused", problem: { code: "asleep", status: 409, summary, hint: say("Open it.") } };
}

export function nothingDiffers(world: World): CompareProps {
  const none = { added: [], removed: [], changed: [] };
  const diff = { variables: none, plan: [], hostnames: none, code: null, sameArtifact: true, same: true };
  return { ...madeUpComparison(world), diff, revisions: [] };
}

export function madeUpComparison({ words, say, projects, live, retired }: World): CompareProps {
  return {
    project: projects.atlas,
    from: { deployment: retired, release: release(retired, words) },
    to: { deployment: live, release: { ...release(live, words), hash: "900150983cd24fb0d6963f7d28e17f72" } },
    diff: {
      variables: { added: [say("MAP_KEY")], removed: [say("TILE_KEY")], changed: [say("DATABASE_URL")] },
      plan: [{ field: "start", from: say("node server.js"), to: say("node dist/server.js") }],
      hostnames: { added: [say("maps.example.com")], removed: [] },
      code: { from: commit(say("Before"), "b81d20fe11"), to: commit(say("After"), "4f2c81d9aa") },
      sameArtifact: false,
      same: false,
    },
    warnings: [say("Since then, #14 ran a release command (“npm run migrate”).")],
    revisions: [commit(say("Show the map before its tiles have come"), "4f2c81d9aa")],
  };
}
