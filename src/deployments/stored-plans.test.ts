import { expect, test } from "bun:test";
import { memoryDatabase, testBox } from "../../test/support/database.ts";
import { HARMLESS, plan } from "../../test/support/made-up-code.ts";
import { Accounts } from "../accounts/accounts.ts";
import { readConfig } from "../config.ts";
import { newId } from "../lib/ids.ts";
import type { AppPlan } from "../plans/plan.ts";
import { Projects } from "../projects/projects.ts";
import { Teams } from "../teams/teams.ts";
import { DeploymentStore } from "./deployment-store.ts";
import { ReleaseStore } from "./release-store.ts";

const NEW_FIELDS = ["context", "packages", "caches", "prune", "ship", "connections", "imports", "decided"] as const;

/** A plan as releases before those fields kept it. */
function oldPlan(path: string): Partial<AppPlan> {
  const old: Partial<AppPlan> = { ...plan(HARMLESS), path };
  for (const name of NEW_FIELDS) delete old[name];
  return old;
}

async function open() {
  const db = memoryDatabase();
  const now = () => 1_800_000_000_000;
  const teams = new Teams({ db, now });
  const accounts = new Accounts({ db, box: testBox, now, teams });
  const projects = new Projects({ db, box: testBox, now, teams, config: readConfig({}) });
  const user = await accounts.addUser({ name: "ada", email: "ada@example.com", password: "long enough to pass" });
  const source = { kind: "example", name: "node" } as const;
  const project = projects.create(teams.personalMember(user).team, { slug: "blog", source, edits: {} });
  const deployments = new DeploymentStore(db);
  const place = { project: project.id, environment: projects.production(project).id };
  const input = { kind: "source", source } as const;
  const deployment = deployments.add({
    id: newId(1),
    ...place,
    trigger: "deploy",
    input,
    startedBy: "ada",
    createdAt: 1,
  });
  return { db, deployments, deployment, place };
}

test("the plan of a release that an older AutoStack kept has every field", async () => {
  const { db, deployment, place } = await open();
  const releases = new ReleaseStore(db, testBox);
  const kept = releases.add({
    ...{ id: newId(2), deployment: deployment.id, ...place, plan: plan(HARMLESS), recipe: "", createdAt: 2 },
    artifact: { kind: "image", image: "sha256:1", bytes: 1 },
    revision: { kind: "example", name: "node", hash: "a" },
    snapshot: { hash: "a", bytes: 1, files: 1 },
    ...{ variables: {}, hostnames: [] },
  });
  db.query("update releases set plan = $plan").run({ plan: JSON.stringify(oldPlan("apps/web")) });
  const found = releases.find(kept.id)?.plan;
  expect(found).toMatchObject({ path: "apps/web", context: "apps/web", packages: { build: [], run: [] }, ship: [] });
  expect(found).toContainAllKeys(Object.keys(plan(HARMLESS)));
  expect(releases.find(kept.id)?.hash).toBe(kept.hash);
});

test("so has the newest scan of a project", async () => {
  const { deployments, deployment, place } = await open();
  deployments.beginStage(deployment.id, "scan", 1);
  const scan = JSON.stringify({ apps: [oldPlan(".")], lookedFor: ["something"] });
  deployments.endStage(deployment.id, "scan", scan, 2);
  const found = deployments.lastScan(place.project);
  expect(found?.lookedFor).toEqual(["something"]);
  expect(found?.apps[0]).toContainAllKeys(Object.keys(plan(HARMLESS)));
});
