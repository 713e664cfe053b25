// AutoStack killed while it builds without Docker: `bun test/faults/kill-build.ts`. What the build had started must not work on beside
// the one that takes its place.
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DeploymentState } from "#src/deployments/deployment.ts";
import { processEntry } from "#src/host/process-table.ts";
import { AutoStackProcess } from "../support/autostack-process.ts";
import { eventually } from "../support/eventually.ts";
import { nodeApp, zipOf } from "../support/sample-apps.ts";

const SLUG = "built";

/** The first build says who it is and never ends; the next one tells whether the first one still lived. */
const build = (folder: string) =>
  [
    // One that has ended and that nobody has taken note of (Z) works on nothing.
    `if [ -e ${folder}/first ]; then cut -d " " -f 3 /proc/$(cat ${folder}/first)/stat | grep -v Z > ${folder}/both; exit 0; fi`,
    `sleep 987 & echo $! > ${folder}/sleeper; echo $$ > ${folder}/pid; mv ${folder}/pid ${folder}/first; wait`,
  ].join("; ");

/** How the deployment ended, and what was left of its first build when the second one began. */
export async function measureKilledBuild(): Promise<{ state: DeploymentState; left: string[]; endedMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), "autostack-built-"));
  try {
    await using autostack = await AutoStackProcess.start({ AUTOSTACK_RUNTIME: "process" });
    const { deployment } = await autostack.api.launchUpload(SLUG, zipOf(nodeApp("here", { build: build(folder) })));
    const read = async (name: string) => Number(await readFile(join(folder, name), "utf8"));
    const pids = [await eventually("the first build", () => read("first"), 30_000), await read("sleeper")];
    await autostack.kill();
    const alive = async (pid: number) => ![undefined, "Z"].includes((await processEntry(pid))?.state);
    if (!(await alive(pids[0] ?? 0))) throw new Error("The build ended by itself, so that this shows nothing.");
    const begun = performance.now();
    await autostack.open();
    await eventually("the end of the first build", async () => !(await Promise.all(pids.map(alive))).includes(true));
    const endedMs = performance.now() - begun;
    await autostack.signIn();
    const { state } = (await autostack.api.ended(SLUG, deployment)).deployment;
    const { size } = await stat(join(folder, "both"));
    return { state, left: size > 0 ? ["the first build worked beside the second"] : [], endedMs };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { state, left, endedMs } = await measureKilledBuild();
  console.log(`AutoStack killed in a build: its commands were gone ${Math.round(endedMs)} ms after the restart began.`);
  console.log(
    `  The deployment is ${JSON.stringify(state)}; ${left.join(", ") || "nothing of the first build was left"}.`,
  );
}
