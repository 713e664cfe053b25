// Docker takes calls and never answers: `bun test/faults/docker-hangs.ts`.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dockerSocket } from "../support/docker.ts";
import { eventually } from "../support/eventually.ts";
import { hangingSocket } from "../support/hanging-socket.ts";
import { RunningAutoStack } from "../support/running-autostack.ts";

const LONGEST_MS = 20_000;

/** How the control plane answers while Docker hangs, what it says is wrong, and how soon it sees that Docker is back. */
export async function measureHangingDocker() {
  const folder = await mkdtemp(join(tmpdir(), "ase-"));
  const socket = join(folder, "docker.sock");
  const docker = await hangingSocket(socket, dockerSocket);
  try {
    await using autostack = await RunningAutoStack.start({
      runtime: "docker",
      edge: "embedded",
      env: { AUTOSTACK_DOCKER: socket },
    });
    const { runtime } = autostack.app.world;
    docker.hang();
    const firstMs = await timed(() => runtime.problem());
    const problem = await runtime.problem();
    const pages: number[] = [];
    for (let i = 0; i < 20; i++) {
      pages.push(await timed(() => autostack.api.send("GET", "/projects").then((answer) => answer.text())));
    }
    const callMs = await timed(() => runtime.list().catch(() => []));
    docker.recover();
    const backMs = await timed(() =>
      eventually("Docker is back", async () => (await runtime.problem()) === null, LONGEST_MS),
    );
    pages.sort((a, b) => a - b);
    return { problem, firstMs, pageP95Ms: pages[18] ?? Number.NaN, callMs, backMs };
  } finally {
    await docker.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  await work();
  return Math.round(performance.now() - before);
}

if (import.meta.main) {
  const { problem, firstMs, pageP95Ms, callMs, backMs } = await measureHangingDocker();
  console.log(`Docker hangs: AutoStack says so after ${firstMs} ms: ${problem}`);
  console.log(`  Pages meanwhile: p95 ${pageP95Ms} ms. A call of Docker is given up after ${callMs} ms.`);
  console.log(`  Docker answers again: seen after ${backMs} ms.`);
  process.exit(0);
}
