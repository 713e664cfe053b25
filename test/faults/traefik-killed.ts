// Traefik killed while an app has visitors: `bun test/faults/traefik-killed.ts`.
import { join } from "node:path";
import { AutoStackProcess } from "../support/autostack-process.ts";
import { eventually } from "../support/eventually.ts";
import { pageOf, zipOf } from "../support/sample-apps.ts";

const SLUG = "page";
const BACK_WITHIN_MS = 15_000;

/** How long visitors got no answer. */
export async function measureTraefikKilled(): Promise<{ goneMs: number }> {
  await using autostack = await AutoStackProcess.start();
  const { api, dataFolder } = autostack;
  await api.live(SLUG, (await api.launchUpload(SLUG, zipOf(pageOf("here")))).deployment);
  const { process: traefik } = await Bun.file(join(dataFolder, "edge/traefik.json")).json();
  process.kill(traefik.pid, "SIGKILL");
  const begun = performance.now();
  const answers = async () => (await (await autostack.visit(SLUG)).text()).includes("here");
  await eventually("its end", async () => !(await answers().catch(() => false)));
  await eventually("the app answering again", answers, BACK_WITHIN_MS);
  return { goneMs: performance.now() - begun };
}

if (import.meta.main) {
  const { goneMs } = await measureTraefikKilled();
  console.log(`Traefik killed: apps answer again after ${Math.round(goneMs)} ms.`);
}
