// AutoStack started while nobody listens at Docker's socket: `bun test/faults/docker-absent.ts`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ApiUser, Deployment } from "../support/api-user.ts";
import { AutoStackProcess } from "../support/autostack-process.ts";
import { docker, dockerSocket, objectsWith } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { hangingSocket } from "../support/hanging-socket.ts";
import { OutsideView } from "../support/outside-view.ts";
import { nodeApp, pageOf, zipOf } from "../support/sample-apps.ts";

const MAIN = join(import.meta.dir, "../../src/main.ts");
const BACK_MS = 60_000;

/** What is served, said and refused without Docker, and how all is once it has come. */
export async function measureAbsentDocker() {
  const folder = await mkdtemp(join(tmpdir(), "ase-"));
  const socket = join(folder, "docker.sock");
  let engine = await hangingSocket(socket, dockerSocket);
  try {
    await using autostack = await AutoStackProcess.start({ AUTOSTACK_DOCKER: socket });
    const { live, underWay } = await prepare(autostack);
    await autostack.kill();
    await engine.close();
    await rm(socket, { force: true });
    await removeServices(autostack, live);
    const startMs = await autostack.open();
    await autostack.signIn();
    const without = { ...(await lookAround(autostack, live, underWay)), doctor: await doctor(autostack, socket) };
    engine = await hangingSocket(socket, dockerSocket);
    const came = performance.now();
    await eventually("the app", async () => (await autostack.visit("absent")).ok, BACK_MS);
    const backMs = Math.round(performance.now() - came);
    const end = (await autostack.api.ended("under-way", underWay)).deployment.state.name;
    const page = await pageText(autostack.api);
    return { startMs: Math.round(startMs), without, backMs, end, isSaidAfter: page.includes("Docker does not answer") };
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A site and a service that are live, and a deployment in the middle of its build. */
async function prepare({ api }: AutoStackProcess) {
  const site = await api.launchUpload("absent-site", zipOf(pageOf("a page")));
  const { deployment: live } = await api.launchUpload("absent", zipOf(nodeApp("here")));
  await api.live("absent-site", site.deployment);
  await api.live("absent", live);
  const slow = zipOf(nodeApp("later", { build: `echo ${crypto.randomUUID()} && sleep 2` }));
  const { deployment: underWay } = await api.launchUpload("under-way", slow);
  await eventually("its build", async () => {
    const { state } = (await api.facts("under-way", underWay.id)).deployment;
    return state.name === "running" && state.stage === "build";
  });
  return { live, underWay };
}

/** As after a reboot, or a Docker that lost them. */
async function removeServices({ installation }: AutoStackProcess, { id }: Deployment): Promise<void> {
  const { containers } = await objectsWith(`autostack.installation=${installation}`);
  const own = containers.filter(({ Labels }) => Labels["autostack.deployment"] === id);
  for (const { Id } of own) await docker.getContainer(Id).remove({ force: true });
}

async function lookAround(autostack: AutoStackProcess, live: Deployment, underWay: Deployment) {
  const { api } = autostack;
  const page = await pageText(api);
  const site = await autostack.visit("absent-site");
  const refused = await api.send("POST", `/projects/absent/deployments/${live.id}/redeploy`);
  const view = new OutsideView(autostack);
  const states = [live, underWay].map(({ id }) => view.deployment(id)?.state);
  view.close();
  return {
    page: /Docker does not answer at [^<]*/.exec(page)?.[0] ?? null,
    site: { status: site.status, text: await site.text() },
    refused: refused.status,
    states,
  };
}

async function pageText({ server, bearer }: ApiUser): Promise<string> {
  return (await fetch(`${server}/dashboard`, { headers: { authorization: bearer } })).text();
}

async function doctor({ dataFolder }: AutoStackProcess, socket: string): Promise<string | null> {
  const env = { ...process.env, AUTOSTACK_DATA: dataFolder, AUTOSTACK_DOCKER: socket, AUTOSTACK_RUNTIME: "docker" };
  const child = Bun.spawn([process.execPath, MAIN, "doctor"], { env, stdout: "pipe", stderr: "ignore" });
  return /Docker does not answer at .*/.exec(await new Response(child.stdout).text())?.[0] ?? null;
}

if (import.meta.main) {
  const { startMs, without, backMs, end, isSaidAfter } = await measureAbsentDocker();
  console.log(`Started without Docker in ${startMs} ms. Its pages say: ${without.page}`);
  console.log(`  The doctor says: ${without.doctor}`);
  console.log(
    `  A static site answers with ${without.site.status}, a redeployment is refused with ${without.refused}.`,
  );
  console.log(`  What was live and what was being built are ${without.states.join(" and ")}.`);
  console.log(`  Docker came: the app answers ${backMs} ms later; the deployment under way ends ${end}.`);
  console.log(`  Its pages ${isSaidAfter ? "still say" : "no longer say"} that Docker does not answer.`);
  process.exit(0);
}
