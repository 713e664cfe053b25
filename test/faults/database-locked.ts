// The database locked by another program while a deployment is under way: `bun test/faults/database-locked.ts`.
import { Database } from "bun:sqlite";
import { AutoStackProcess } from "../support/autostack-process.ts";
import { OutsideView } from "../support/outside-view.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";

const SLUG = "locked";
const ASK_EVERY_MS = 500;

/** What the API said to writers and readers meanwhile, how all deployments ended, and which promised one is not there. */
export async function measureDatabaseLocked(lockedMs: number) {
  await using autostack = await AutoStackProcess.start();
  const { api } = autostack;
  const archive = () => zipOf(nodeApp(crypto.randomUUID(), { build: "sleep 1" }));
  await api.live(SLUG, (await api.launchUpload(SLUG, archive())).deployment);
  const underWay = await api.deployUpload(SLUG, archive());
  const promised = [underWay.id];
  const statuses: number[] = [];
  let slowestPageMs = 0;
  const other = new Database(autostack.databasePath);
  other.run("pragma busy_timeout = 10000");
  other.run("begin immediate");
  for (const until = Date.now() + lockedMs; Date.now() < until; await Bun.sleep(ASK_EVERY_MS)) {
    const asked = performance.now();
    await (await fetch(`${autostack.url}/health`)).text();
    slowestPageMs = Math.max(slowestPageMs, performance.now() - asked);
    const answer = await api.send("POST", `/projects/${SLUG}/deployments/${underWay.id}/redeploy`);
    statuses.push(answer.status);
    const { deployment } = (await answer.json()) as { deployment?: { id: string } };
    if (deployment) promised.push(deployment.id);
  }
  other.run("rollback");
  other.close();
  const unlocked = performance.now();
  const { deployment } = await api.ended(SLUG, underWay);
  const tookMs = performance.now() - unlocked;
  const last = await api.live(SLUG, await api.deployUpload(SLUG, archive()));
  const view = new OutsideView(autostack);
  const lost = promised.filter((id) => view.deployment(id) === null);
  view.close();
  return {
    statuses: [...new Set(statuses)],
    slowestPageMs,
    end: deployment.state.name,
    last: last.deployment.state.name,
    tookMs,
    lost,
  };
}

if (import.meta.main) {
  const { statuses, slowestPageMs, end, tookMs, lost } = await measureDatabaseLocked(30_000);
  console.log(
    `The database locked for 30 s: writes were answered with ${statuses.join(", ")}, ${lost.length} promised ones lost.`,
  );
  console.log(`  A request that only reads waited ${Math.round(slowestPageMs)} ms at most.`);
  console.log(`  The deployment under way is ${end}, ${Math.round(tookMs)} ms after the lock was gone.`);
}
