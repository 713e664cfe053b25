// The data folder's disk fills up under a live app: `bun test/faults/disk-full.ts`, as root.
import { join } from "node:path";
import { openDatabase } from "#src/lib/db.ts";
import { watchAnswers } from "../integration/watch-answers.ts";
import type { Deployment } from "../support/api-user.ts";
import { eventually } from "../support/eventually.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";
import { SmallDisk } from "../support/small-disk.ts";

const MEGA = 1_000_000;
const DISK = 96 * MEGA;
const FLOOR = 24 * MEGA;
const SLUG = "shop";

/** What came of it. `fullMs` is how long not one byte is free. */
export async function measureFullDisk(fullMs: number) {
  await using disk = await SmallDisk.mount(DISK);
  await using stack = await RunningAutoStack.start({
    runtime: "process",
    edge: "embedded",
    env: { AUTOSTACK_DATA: disk.folder, AUTOSTACK_FREE_DISK: `${FLOOR}` },
  });
  const { api } = stack;
  const { deployment: first } = await api.launchUpload(SLUG, zipOf(nodeApp("one")));
  await api.live(SLUG, first);
  let requests = 0;
  const watched = watchAnswers(() => {
    requests++;
    return stack.visit(SLUG);
  });
  const filling = await filledByBuild(stack, disk);
  const waiting = await below(stack, disk, first);
  const refusal = await allButFull(stack, disk, first);
  const pages = await full(stack, disk, fullMs);
  await disk.free();
  const freedAt = performance.now();
  await api.live(SLUG, waiting.deployment);
  const resumedMs = Math.round(performance.now() - freedAt);
  const back = await api.live(SLUG, await api.act(SLUG, first, "rollback"));
  const { failures } = await watched.end();
  const database = checkDatabase(join(disk.folder, "autostack.db"));
  return { filling, waitsFor: waiting.waitsFor, refusal, pages, resumedMs, requests, failures, database, back };
}

/** A build that writes until nothing is left fails, and gives back what it took. */
async function filledByBuild({ api }: RunningAutoStack, disk: SmallDisk) {
  const before = await disk.freeBytes();
  const fill = nodeApp("two", { build: "dd if=/dev/zero of=fill bs=1M" });
  const { deployment } = await api.ended(SLUG, await api.deployUpload(SLUG, zipOf(fill)));
  return { state: deployment.state, keptBytes: before - (await disk.freeBytes()) };
}

/** Below the floor a deployment is taken and waits. */
async function below({ api }: RunningAutoStack, disk: SmallDisk, first: Deployment) {
  await disk.leave(FLOOR / 2);
  const deployment = await api.act(SLUG, first, "redeploy");
  const waitsFor = await eventually("the wait", async () => {
    const { state } = (await api.facts(SLUG, deployment.id)).deployment;
    return state.name === "queued" && state.waitsFor;
  });
  return { deployment, waitsFor };
}

/** Where not even that can be counted on, it is refused. */
async function allButFull({ api }: RunningAutoStack, disk: SmallDisk, first: Deployment) {
  await disk.leave(FLOOR / 20);
  const response = await api.send("POST", `/projects/${SLUG}/deployments/${first.id}/redeploy`);
  const { error } = (await response.json()) as { error: { code: string; summary: string } };
  return { status: response.status, code: error.code, summary: error.summary };
}

/** Without one free byte AutoStack still shows what there is. */
async function full({ api }: RunningAutoStack, disk: SmallDisk, fullMs: number) {
  await disk.leave(0);
  const pages: number[] = [];
  const until = performance.now() + fullMs;
  while (performance.now() < until) {
    pages.push((await api.send("GET", `/projects/${SLUG}`)).status);
    await Bun.sleep(100);
  }
  return pages;
}

function checkDatabase(path: string): string {
  const db = openDatabase(path);
  try {
    return db.query<{ integrity_check: string }, []>("pragma integrity_check").get()?.integrity_check ?? "";
  } finally {
    db.close();
  }
}

if (import.meta.main) {
  const { filling, requests, failures, waitsFor, refusal, pages, resumedMs, database } = await measureFullDisk(30_000);
  console.log(`A full disk: ${failures.length} of ${requests.toLocaleString("en")} requests to the live app failed.`);
  console.log(
    `  A build that fills it is ${filling.state.name} and leaves ${filling.keptBytes.toLocaleString("en")} bytes.`,
  );
  console.log(`  Below the floor it waits: ${waitsFor}`);
  console.log(`  All but full it refuses with ${refusal.status}: ${refusal.summary}`);
  console.log(
    `  Full for 30 s: ${pages.filter((status) => status === 200).length} of ${pages.length} pages were shown.`,
  );
  console.log(`  Freed: the one that waited went live after ${resumedMs} ms; the database is ${database}.`);
}
